package io.sfumato.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.eval.CaptionFidelity;
import io.sfumato.eval.Evaluation;
import io.sfumato.image.ImageGrid;
import io.sfumato.image.Png;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.model.Precision;
import io.sfumato.pipeline.GenerationSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: how good a model is. */
@Command(
        name = "evaluate",
        description = "Measures a model on the data set that it learned from.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Writes report.json, and sheets of the pictures made for seen and for held-out captions. Example:",
            "  ./sfumato evaluate --data data/emoji-128 --count 200 -o reports/emoji-128"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int BATCH = 20;
    private static final int ON_A_SHEET = 40;
    private static final int SHEET_COLUMNS = 8;
    private static final int GAP = 2;

    private final Console console;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--data", paramLabel = "FOLDER", required = true, description = "Image folder with metadata.jsonl.")
    private Path data = Path.of("");

    @Option(names = "--count", paramLabel = "N", description = "Captions of each kind (default: ${DEFAULT-VALUE}).")
    private int count = 200;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which captions, and the pictures' first seed (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--steps", paramLabel = "N", description = "Sampler steps (default: the model's own).")
    private @Nullable Integer steps;

    @Mixin
    private final SamplerOptions sampler = new SamplerOptions();

    @Option(names = "--guidance", paramLabel = "X", description = "Scale of guidance (default: the model's own).")
    private @Nullable Double guidance;

    @Option(names = "--precision", paramLabel = "NAME", description = "auto, float32 or bfloat16 (default: auto).")
    private Precision precision = Precision.AUTO;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where the report goes.")
    private Path output = Path.of("");

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        compute.apply();
        Console heard = common.heard(console);
        Writable.checkFolder(output, "--output");
        List<Example> examples = ImageFolder.read(data);
        try (Model opened = model.open(precision, CheckpointOptions.Words.READ, heard)) {
            GenerationSettings settings = settings(opened.defaults());
            Evaluation.Result result = measure(heard, new Evaluation(opened, examples, count, seed), settings);
            write(result, report(opened, settings, result));
            heard.out().println(summary(result));
        }
        return 0;
    }

    private void write(Evaluation.Result result, ObjectNode report) throws IOException {
        Files.createDirectories(output);
        sheet(result.seen(), output.resolve("seen.png"));
        sheet(result.heldOut(), output.resolve("heldout.png"));
        Files.writeString(output.resolve("report.json"), report.toPrettyString() + "\n");
    }

    private Evaluation.Result measure(Console heard, Evaluation evaluation, GenerationSettings settings) {
        try (Progress progress = heard.bar()) {
            progress.stage("pictures", evaluation.pictures(), 0);
            return evaluation.run(settings, done -> progress.at(done, ""));
        }
    }

    private GenerationSettings settings(GenerationDefaults defaults) {
        return new GenerationSettings(
                "",
                seed,
                BATCH,
                defaults.width(),
                defaults.height(),
                steps == null ? defaults.steps() : steps,
                guidance == null ? defaults.guidance() : guidance,
                OptionalDouble.empty(),
                sampler.choice(defaults));
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

    private static ObjectNode report(Model model, GenerationSettings settings, Evaluation.Result result) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("model", model.name()).put("hash", model.hash());
        AddedJson.put(report, model.added());
        report.put("sampler", settings.sampler().toString()).put("steps", settings.steps());
        report.put("guidance", settings.guidance());
        report.put("seen_right_concept", Evaluation.Result.rightConcepts(result.seen()));
        report.put("seen_right_picture", Evaluation.Result.rightPictures(result.seen()));
        report.put("heldout_right_concept", Evaluation.Result.rightConcepts(result.heldOut()));
        report.put("heldout_psnr_db", result.meanPsnr());
        addCaptions(report.putArray("seen"), result.seen());
        addCaptions(report.putArray("heldout"), result.heldOut());
        return report;
    }

    private static void addCaptions(ArrayNode array, List<CaptionFidelity.Judged> judged) {
        for (CaptionFidelity.Judged one : judged) {
            array.addObject()
                    .put("asked", one.asked().canonicalCaption())
                    .put("nearest", one.nearest().canonicalCaption())
                    .put("right_concept", one.isRightConcept());
        }
    }

    private static String summary(Evaluation.Result result) {
        return String.format(
                Locale.ROOT,
                "right concept: %.1f %% of %d seen captions (%.1f %% the very picture), %.1f %% of %d held-out"
                        + " captions; first stage %.2f dB on %d held-out pictures",
                100 * Evaluation.Result.rightConcepts(result.seen()),
                result.seen().size(),
                100 * Evaluation.Result.rightPictures(result.seen()),
                100 * Evaluation.Result.rightConcepts(result.heldOut()),
                result.heldOut().size(),
                result.meanPsnr(),
                result.heldOutPsnr().size());
    }
}
