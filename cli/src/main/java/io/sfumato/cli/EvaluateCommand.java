package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Parts;
import io.sfumato.data.files.DataFolder;
import io.sfumato.diffusion.Shortcuts;
import io.sfumato.eval.ClassEvaluation;
import io.sfumato.eval.Evaluation;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.InferencePrecision;
import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.sampling.NoiseRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            "A model that reads words is asked for captions that it has seen and for others; one that hears",
            "classes, for each class, and its pictures are compared with real ones. Writes report.json and",
            "sheets. Examples:",
            "  ./sfumato evaluate --data data/emoji-128 --count 200 -o reports/emoji-128",
            "  ./sfumato evaluate --model runs/fashion-mnist-classes/model \\",
            "      --data /usr/share/datasets/fashion-mnist -o reports/fashion-mnist"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int BATCH = 20;
    /** As recipes keep back where they do not say a share. */
    private static final double HELD_OUT = 0.02;

    private static final int CAPTIONS = 200;
    private static final int OF_A_CLASS = 50;

    private final Console console;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            required = true,
            description = "What it has learned from: an image folder with metadata.jsonl; for classes any data set.")
    private Path data = Path.of("");

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Captions of each kind (default: " + CAPTIONS + "), or pictures of each class (default: "
                    + OF_A_CLASS + ").")
    private @Nullable Integer count;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which captions or real pictures, and the pictures' first seed (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--steps", paramLabel = "N", description = "Sampler steps (default: the model's own).")
    private @Nullable Integer steps;

    @Mixin
    private final SamplerOptions sampler = new SamplerOptions();

    @Option(names = "--guidance", paramLabel = "X", description = "Scale of guidance (default: the model's own).")
    private @Nullable Double guidance;

    @Option(
            names = "--guidance-range",
            paramLabel = "LOW:HIGH",
            description = "Noise levels at which guidance acts, such as 0.3:6 (default: all).")
    private NoiseRange range = NoiseRange.ALL;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "auto, float32, bfloat16, float16 or int8 (default: auto).")
    private InferencePrecision precision = InferencePrecision.AUTO;

    @Mixin
    private final ShortcutOptions shortcuts = new ShortcutOptions();

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
        try (Model opened = model.open(precision.on(compute.device(heard)), CheckpointOptions.Words.READ, heard)) {
            GenerationSettings settings = settings(opened.defaults());
            EvaluationReport report = measure(heard, opened, settings);
            Files.createDirectories(output);
            ObjectNode json = head(opened, settings);
            report.write(json, output);
            Files.writeString(output.resolve("report.json"), json.toPrettyString() + "\n");
            heard.out().println(report.summary());
        }
        return 0;
    }

    private EvaluationReport measure(Console heard, Model opened, GenerationSettings settings) {
        Hearing hearing = Hearing.of(opened);
        if (hearing == Hearing.CLASSES) {
            Parts pictures = new DataFolder(data, HELD_OUT).classes();
            ClassEvaluation evaluation = new ClassEvaluation(
                    opened, pictures, Optional.ofNullable(count).orElse(OF_A_CLASS), seed);
            return measure(heard, evaluation, settings);
        }
        Hearing.WORDS.expect(opened, model.path());
        List<Example> examples = ImageFolder.read(data);
        Evaluation evaluation =
                new Evaluation(opened, examples, Optional.ofNullable(count).orElse(CAPTIONS), seed);
        return measure(heard, evaluation, settings);
    }

    private static EvaluationReport measure(Console heard, Evaluation evaluation, GenerationSettings settings) {
        try (Progress progress = heard.bar()) {
            progress.stage("pictures", evaluation.pictures(), 0);
            return new CaptionReport(evaluation.run(settings, done -> progress.at(done, "")));
        }
    }

    private static EvaluationReport measure(Console heard, ClassEvaluation evaluation, GenerationSettings settings) {
        try (Progress progress = heard.bar()) {
            progress.stage("pictures", evaluation.pictures(), 0);
            ClassEvaluation.Made made = evaluation.make(settings, done -> progress.at(done, ""));
            progress.stage("comparing", evaluation.neighbours(), 0);
            return new ClassReport(evaluation, made, evaluation.judge(made, done -> progress.at(done, "")));
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
                        sampler.choice(defaults))
                .guidedAt(range)
                .taking(shortcuts.shortcuts());
    }

    /** What was measured, and how its pictures were made. */
    private static ObjectNode head(Model model, GenerationSettings settings) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("model", model.name()).put("hash", model.hash());
        AddedJson.put(report, model.added());
        report.put("sampler", settings.sampler().toString()).put("steps", settings.steps());
        report.put("guidance", settings.guidance());
        if (!settings.guided().equals(NoiseRange.ALL)) {
            report.put("guidance_range", settings.guided().toString());
        }
        report.put("precision", model.arithmetic().multiplied().spelling());
        if (!settings.shortcuts().equals(Shortcuts.NONE)) {
            report.put("reuse", settings.shortcuts().reuse().every());
            report.put("merged_tokens", settings.shortcuts().merging().share());
        }
        return report;
    }
}
