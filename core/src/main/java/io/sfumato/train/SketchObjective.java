package io.sfumato.train;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.image.PixelImages;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Guess the latents of a picture from its caption: the least squared error is at their mean. It teaches the text
 * encoder what words look like at a small part of what a step of the diffusion model costs.
 */
final class SketchObjective implements Objective {
    private final Twins<TextEncoder> twins;
    private final CaptionedLatents data;
    private final Function<TextEncoder, Conditioner> reading;
    private final Preview preview;

    SketchObjective(
            Twins<TextEncoder> twins,
            CaptionedLatents data,
            Function<TextEncoder, Conditioner> reading,
            Preview preview) {
        this.twins = twins;
        this.data = data;
        this.reading = reading;
        this.preview = preview;
    }

    /** What people look at: guesses for some prompts, as the first stage decodes them. */
    record Preview(FirstStage firstStage, List<String> prompts) {
        private static final int COLUMNS = 6;
    }

    @Override
    public Map<String, Tensor> trained() {
        return twins.trained().parameters();
    }

    @Override
    public Map<String, Tensor> averaged() {
        return twins.averaged().parameters();
    }

    @Override
    public Tensor loss(long imagesSeen, int batch, Rng rng) {
        CaptionedLatents.Batch next = data.next(imagesSeen, batch, rng);
        return error(reading.apply(twins.trained()).encode(next.captions()), next.clean());
    }

    /** The mean squared error of a condition's sketch. */
    static Tensor error(Condition condition, Tensor clean) {
        return sketch(condition).sub(clean).square().mean();
    }

    private static Tensor sketch(Condition condition) {
        return condition.concat().orElseThrow().to(DType.FLOAT32);
    }

    @Override
    public void publish(Path sheet, long imagesSeen) {
        if (preview.prompts().isEmpty()) {
            return;
        }
        List<Caption> captions = preview.prompts().stream().map(Caption::new).toList();
        List<BufferedImage> images = Grad.off(() -> Region.computing(() -> PixelImages.toImages(preview.firstStage()
                .decode(new Latents(sketch(reading.apply(twins.averaged()).encode(captions)))))));
        Sheets.write(images, Preview.COLUMNS, sheet);
    }
}
