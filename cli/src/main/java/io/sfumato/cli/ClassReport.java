package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.eval.ClassEvaluation;
import io.sfumato.eval.ClassEvaluation.Judged;
import io.sfumato.eval.ClassEvaluation.Result;
import io.sfumato.image.ImageGrid;
import io.sfumato.image.Png;
import io.sfumato.model.ClassList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often pictures are of the class that was asked for. */
record ClassReport(ClassEvaluation evaluation, ClassEvaluation.Made made, Result result) implements EvaluationReport {
    private static final int GAP = 2;

    @Override
    public void write(ObjectNode report, Path folder) throws IOException {
        int columns = evaluation.shownOfEach();
        Png.of(new ImageGrid(made.shown().size() / columns, columns, GAP).of(made.shown()))
                .write(folder.resolve("classes.png"));
        report.put("pictures", result.made().size());
        putRight(report, "right_class", result.made());
        report.put("real_pictures", result.real().size());
        putRight(report, "real_right_class", result.real());
        report.put("compared_with", result.neighbours());
        result.meanPsnr().ifPresent(psnr -> report.put("heldout_psnr_db", psnr));
        addClasses(report.putArray("classes"));
    }

    private static void putRight(ObjectNode object, String name, List<Judged> judged) {
        Result.right(judged.stream()).ifPresent(share -> object.put(name, share));
    }

    private void addClasses(ArrayNode array) {
        ClassList classes = ClassList.of(evaluation.model().description()).orElseThrow();
        for (int i = 0; i < classes.count(); i++) {
            ObjectNode object = array.addObject().put("class", i).put("name", classes.name(i));
            putRight(object, "right", of(i, result.made()));
            putRight(object, "real_right", of(i, result.real()));
            ObjectNode mistaken = object.putObject("taken_for");
            mistakes(of(i, result.made())).forEach((other, count) -> mistaken.put(classes.name(other), count));
        }
    }

    private static List<Judged> of(int label, List<Judged> judged) {
        return judged.stream().filter(each -> each.asked() == label).toList();
    }

    private static Map<Integer, Long> mistakes(List<Judged> judged) {
        return judged.stream()
                .filter(each -> !each.isRight())
                .collect(Collectors.groupingBy(Judged::found, TreeMap::new, Collectors.counting()));
    }

    @Override
    public String summary() {
        String real = Result.right(result.real().stream()).isEmpty()
                ? "no real ones are held out"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% of %d held-out real ones; first stage %.2f dB on these",
                        100 * Result.right(result.real().stream()).getAsDouble(),
                        result.real().size(),
                        result.meanPsnr().orElseThrow());
        return String.format(
                Locale.ROOT,
                "right class by the nearest of %d real pictures: %.1f %% of %d pictures; %s",
                result.neighbours(),
                100 * Result.right(result.made().stream()).orElseThrow(),
                result.made().size(),
                real);
    }
}
