package io.sfumato.cli;

import io.sfumato.model.Model;
import io.sfumato.model.ModelFolder;
import io.sfumato.pipeline.GenerationRequest;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code txt2img}: a picture from words. */
@Command(
        name = "txt2img",
        description = "Makes a picture from words.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Each picture carries its prompt, seed and settings. Examples:",
            "  ./sfumato txt2img \"a red apple, noto style\" -o apple.png",
            "  ./sfumato txt2img \"smiling cat\" --count 9 --seed 7 -o cats/",
            "  ./sfumato txt2img \"rocket, fluent style\" --negative moon --steps 50 --sampler dpmpp_2m"
        })
final class TextToImageCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PROMPT", description = "What the picture shows, in quotes.")
    private String prompt = "";

    @Mixin
    private final GenerationOptions options = new GenerationOptions();

    @Option(names = "--json", description = "Print one JSON object in the end instead of lines.")
    private boolean json;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    TextToImageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        compute.apply();
        long seed = options.seed();
        try (Model model = ModelFolder.open(options.model(), options.precision())) {
            GenerationRequest request = options.request(prompt, seed, model.defaults());
            PictureFiles files = options.files(request);
            Report report = generate(model, request, files);
            report.done(Duration.ofNanos(System.nanoTime() - start));
        }
        return 0;
    }

    private Report generate(Model model, GenerationRequest request, PictureFiles files) {
        PictureText text = PictureText.of(request, model);
        Console heard = common.heard(console);
        try (Progress progress = heard.bar()) {
            Report report = json ? new ReportJson(heard, text) : new ReportLines(heard, progress);
            PictureWriter writer = new PictureWriter(files, text, progress, report);
            model.textToImage().generate(request, writer);
            writer.finish();
            return report;
        }
    }
}
