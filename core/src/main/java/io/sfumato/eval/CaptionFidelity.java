package io.sfumato.eval;

import io.sfumato.data.Example;
import io.sfumato.data.Split;
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
 * Whether pictures show what their captions say: a picture is right when the picture of the data set that looks most like it, among all
 * concepts and styles, trained on or held out, shows the concept that was asked for.
 *
 * @param pictures all of the data set
 */
public record CaptionFidelity(TextToImage pipeline, NearestPicture pictures) {

    /**
     * One caption, its picture, and what the picture looks most like.
     *
     * @param nearest of all pictures
     * @param nearestTrained of those that were trained on
     */
    public record Judged(Example asked, BufferedImage image, Example nearest, Example nearestTrained) {
        static Judged of(Example asked, BufferedImage image, NearestPicture pictures) {
            return new Judged(
                    asked, image, pictures.to(image), pictures.to(image, example -> example.split() == Split.TRAIN));
        }

        /** Whether the concept is right, in any style. */
        public boolean isRightConcept() {
            return asked.concept().equals(nearest.concept());
        }

        /** Whether the concept would be right if held-out pictures could not be met. */
        public boolean isRightAmongTrained() {
            return asked.concept().equals(nearestTrained.concept());
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
            judged.add(Judged.of(examples.get(i), images.get(i), pictures));
        }
        return judged;
    }

    /** Judges pictures of the data set themselves: how right a model would be that draws them as they are. */
    static List<Judged> judgeReal(NearestPicture pictures, List<Example> examples) {
        return examples.stream()
                .map(example -> Judged.of(example, ReconstructionQuality.read(example), pictures))
                .toList();
    }
}
