package io.sfumato.train.denoising;

import io.sfumato.condition.Caption;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Conditioner;
import io.sfumato.condition.Cue;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.firststage.FirstStage;
import io.sfumato.firststage.Latents;
import io.sfumato.image.PixelImages;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.HeldOut;
import io.sfumato.train.loop.Learner;
import io.sfumato.train.loop.Objective;
import io.sfumato.train.loop.Progress;
import io.sfumato.train.loop.Scored;
import io.sfumato.train.loop.Sheets;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.Twins;
import io.sfumato.train.samples.LatentBatch;
import io.sfumato.train.samples.LatentSource;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Guess the latents of a picture from its caption: the least squared error is at their mean. It teaches the text
 * encoder what words look like at a small part of what a step of the diffusion model costs.
 */
final class SketchObjective implements Objective<LatentBatch> {
    /** The name of the stage. */
    static final String STAGE = "sketch";

    private final Twins<TextEncoder> twins;
    private final Lessons lessons;
    private final Function<TextEncoder, Conditioner> reading;
    private final Preview preview;

    SketchObjective(
            Twins<TextEncoder> twins, Lessons lessons, Function<TextEncoder, Conditioner> reading, Preview preview) {
        this.twins = twins;
        this.lessons = lessons;
        this.reading = reading;
        this.preview = preview;
    }

    /** Latents to learn from, and some to be examined on. */
    record Lessons(LatentSource train, HeldOutLatents heldOut) {}

    /** What people look at: guesses for some prompts, as the first stage decodes them. */
    record Preview(FirstStage firstStage, List<String> prompts) {
        private static final int COLUMNS = 6;
    }

    /** A text encoder that learns to draw. */
    private record Reader(Map<String, Tensor> weights, Map<String, Tensor> averaged, Conditioner conditioner)
            implements Learner<LatentBatch> {
        @Override
        public String name() {
            return STAGE;
        }

        @Override
        public Scored loss(LatentBatch batch, Slice slice) {
            return Scored.of(error(conditioner.encode(batch.cues()), batch.clean()));
        }
    }

    private Reader reader(TextEncoder encoder) {
        return new Reader(encoder.parameters(), twins.averaged().parameters(), reading.apply(encoder));
    }

    @Override
    public List<Learner<LatentBatch>> learners() {
        return List.of(reader(twins.trained()));
    }

    @Override
    public LatentBatch batch(Slice slice) {
        return lessons.train().of(slice);
    }

    @Override
    public List<String> names(Slice slice) {
        return lessons.train().names(slice);
    }

    @Override
    public HeldOut examine() {
        return lessons.heldOut().examine(reader(twins.averaged()));
    }

    /** The mean squared error of a condition's sketch. */
    static Tensor error(Condition condition, Tensor clean) {
        Tensor sketch = sketch(condition);
        return sketch.sub(clean.to(sketch.device())).square().mean();
    }

    private static Tensor sketch(Condition condition) {
        return condition.concat().orElseThrow().to(DType.FLOAT32);
    }

    @Override
    public void publish(Path sheet, Progress progress) {
        if (preview.prompts().isEmpty()) {
            return;
        }
        List<Cue> captions = preview.prompts().stream().<Cue>map(Caption::new).toList();
        List<BufferedImage> images = Grad.off(() -> Region.computing(() -> PixelImages.toImages(preview.firstStage()
                .decode(new Latents(sketch(reading.apply(twins.averaged()).encode(captions)))))));
        Sheets.write(images, Preview.COLUMNS, sheet);
    }
}
