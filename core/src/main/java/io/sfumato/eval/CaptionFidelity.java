package io.sfumato.eval;

import io.sfumato.data.Example;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.TextToImage;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Whether pictures show what their captions say: a picture is right when the training picture that looks most like it,
 * among all concepts and styles, shows the concept that was asked for.
 */
public record CaptionFidelity(TextToImage pipeline, NearestPicture training) {

    /** One caption, its picture, and what the picture looks most like. */
    public record Judged(Example asked, BufferedImage image, Example nearest) {
        /** Whether the concept is right, in any style. */
        public boolean isRightConcept() {
            return asked.concept().equals(nearest.concept());
        }

        /** Whether the very picture was met. */
        public boolean isRightPicture() {
            return isRightConcept() && asked.style().equals(nearest.style());
        }
    }

    /** {@code count} of the examples, drawn without repetition. */
    public static List<Example> draw(List<Example> examples, int count, long seed) {
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }

    /** Generates a picture for the canonical caption of every example, and judges it. */
    public List<Judged> judge(List<Example> examples, GenerationSettings settings, IntConsumer progress) {
        List<String> captions = examples.stream().map(Example::canonicalCaption).toList();
        List<BufferedImage> images = new ArrayList<>();
        pipeline.generate(captions, settings, GenerationListener.pictures(image -> {
            images.add(image);
            progress.accept(images.size());
        }));
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            judged.add(new Judged(examples.get(i), images.get(i), training.to(images.get(i))));
        }
        return judged;
    }
}
