package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.eval.CaptionFidelity;
import io.sfumato.eval.Evaluation;
import io.sfumato.image.ImageGrid;
import io.sfumato.image.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How well a model does what captions say. */
record CaptionReport(Evaluation.Result result) implements EvaluationReport {
    private static final int ON_A_SHEET = 40;
    private static final int SHEET_COLUMNS = 8;
    private static final int GAP = 2;

    @Override
    public void write(ObjectNode report, Path folder) throws IOException {
        sheet(result.seen(), folder.resolve("seen.png"));
        sheet(result.heldOut(), folder.resolve("heldout.png"));
        report.put("seen_right_concept", Evaluation.Result.rightConcepts(result.seen()));
        report.put("seen_right_picture", Evaluation.Result.rightPictures(result.seen()));
        report.put("heldout_right_concept", Evaluation.Result.rightConcepts(result.heldOut()));
        report.put("heldout_right_picture", Evaluation.Result.rightPictures(result.heldOut()));
        report.put("heldout_right_concept_among_trained", Evaluation.Result.rightAmongTrained(result.heldOut()));
        report.put("real_heldout_right_concept_among_trained", Evaluation.Result.rightAmongTrained(result.real()));
        report.put("heldout_psnr_db", result.meanPsnr());
        addCaptions(report.putArray("seen"), result.seen());
        addCaptions(report.putArray("heldout"), result.heldOut());
    }

    private static void sheet(List<CaptionFidelity.Judged> judged, Path file) throws IOException {
        List<CaptionFidelity.Judged> shown = judged.stream().limit(ON_A_SHEET).toList();
        if (!shown.isEmpty()) {
            int rows = (shown.size() + SHEET_COLUMNS - 1) / SHEET_COLUMNS;
            Png.of(new ImageGrid(rows, SHEET_COLUMNS, GAP)
                            .of(shown.stream()
                                    .map(CaptionFidelity.Judged::image)
                                    .toList()))
                    .write(file);
        }
    }

    private static void addCaptions(ArrayNode array, List<CaptionFidelity.Judged> judged) {
        for (CaptionFidelity.Judged one : judged) {
            array.addObject()
                    .put("asked", one.asked().canonicalCaption())
                    .put("nearest", one.nearest().canonicalCaption())
                    .put("nearest_trained", one.nearestTrained().canonicalCaption())
                    .put("right_concept", one.isRightConcept());
        }
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "right concept: %.1f %% of %d seen captions (%.1f %% the very picture), %.1f %% of %d held-out captions"
                        + " (%.1f %%); among training pictures alone %.1f %% of the latter, where real pictures have"
                        + " %.1f %%; first stage %.2f dB on %d held-out pictures",
                100 * Evaluation.Result.rightConcepts(result.seen()),
                result.seen().size(),
                100 * Evaluation.Result.rightPictures(result.seen()),
                100 * Evaluation.Result.rightConcepts(result.heldOut()),
                result.heldOut().size(),
                100 * Evaluation.Result.rightPictures(result.heldOut()),
                100 * Evaluation.Result.rightAmongTrained(result.heldOut()),
                100 * Evaluation.Result.rightAmongTrained(result.real()),
                result.meanPsnr(),
                result.heldOutPsnr().size());
    }
}
