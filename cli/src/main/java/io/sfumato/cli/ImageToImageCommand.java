package io.sfumato.cli;

import io.sfumato.image.PictureFile;
import io.sfumato.image.PixelImages;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.ImageToImage;
import io.sfumato.pipeline.Start;
import io.sfumato.tensor.Region;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code img2img}: a picture from a picture and words. */
@Command(
        name = "img2img",
        description = "Changes a picture by words.",
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  ./sfumato img2img \"a green apple, noto style\" --input apple.png --strength 0.7 -o green.png",
            "  ./sfumato img2img \"an oil painting of a lake\" --model sd-v1-4.ckpt --input lake.jpg -o lake.png"
        })
final class ImageToImageCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PROMPT", description = "What the picture shall show, in quotes.")
    private String prompt = "";

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            required = true,
            description = "The picture to change: PNG, JPEG, WebP, GIF or BMP.")
    private Path input = Path.of("");

    @Option(
            names = "--strength",
            paramLabel = "X",
            description = "How much may change, above 0 to 1: the share of the steps (default: ${DEFAULT-VALUE}).")
    private double strength = 0.75;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Mixin
    private final GuidanceOptions guidance = new GuidanceOptions();

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    ImageToImageCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PictureRun run = pictures.begin(console);
        GenerationOptions options = pictures.generation();
        long seed = options.seed();
        BufferedImage picture = PictureFile.read(input);
        try (Model opened = pictures.open(model, run);
                Region region = Region.open()) {
            Hearing.WORDS.expect(opened, model.path());
            ImageToImage pipeline = new ImageToImage(opened.latentDiffusion());
            Dimension size = options.size(pipeline.nearestSize(picture.getWidth(), picture.getHeight()));
            GenerationDefaults defaults = opened.defaults();
            GenerationRequest request = new GenerationRequest(
                    prompt, options.count(), options.settings(guidance.steering(defaults), seed, size, defaults));
            Asked asked = Asked.of(request);
            Start.Picture start = new Start.Picture(
                    PixelImages.of(List.of(PictureFile.resized(picture, size.width, size.height))), strength);
            run.make(
                    opened,
                    asked,
                    options.files(asked.words(), asked),
                    listener -> pipeline.generate(request, start, listener));
        }
        return 0;
    }
}
