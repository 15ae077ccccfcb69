package io.sfumato.cli;

import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.TextToImage;
import java.awt.Dimension;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final GuidanceOptions guidance = new GuidanceOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    TextToImageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PictureRun run = pictures.begin(console);
        GenerationOptions options = pictures.generation();
        long seed = options.seed();
        try (Model opened = pictures.open(model, run)) {
            Hearing.WORDS.expect(opened, model.path());
            GenerationDefaults defaults = opened.defaults();
            Dimension size = options.size(new Dimension(defaults.width(), defaults.height()));
            GenerationRequest request = new GenerationRequest(
                    prompt, options.count(), options.settings(guidance.steering(defaults), seed, size, defaults));
            Asked asked = Asked.of(request);
            TextToImage pipeline = new TextToImage(opened.latentDiffusion());
            run.make(
                    opened,
                    asked,
                    options.files(asked.words(), asked),
                    listener -> pipeline.generate(request, listener));
        }
        return 0;
    }
}
