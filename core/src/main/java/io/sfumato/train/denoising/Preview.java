package io.sfumato.train.denoising;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Nothing;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.Wish;
import io.sfumato.tensor.DType;
import io.sfumato.train.loop.Sheets;
import io.sfumato.train.loop.Stop;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/**
 * What a model is asked while it learns, always with the same noise.
 *
 * @param cues a picture for each; nothing is drawn where there are none
 */
record Preview(List<Cue> cues, Drawing drawing) {
    /** How many pictures are drawn where no prompts say it. */
    static final int USUAL = 12;

    private static final int COLUMNS = 6;
    private static final int MOST_CLASSES = 30;
    private static final double UNGUIDED = 1;

    /**
     * How it is drawn.
     *
     * @param stop heeded before every step of the sampler
     */
    record Drawing(long seed, DType compute, Stop stop) {}

    /**
     * What to ask: the prompts; else one picture a class; else what is said of held-out pictures.
     *
     * @param said of held-out pictures
     */
    static List<Cue> cues(ConditionerSpec conditioner, List<String> prompts, List<Cue> said) {
        if (conditioner.readsWords()) {
            return prompts.stream().<Cue>map(Caption::new).toList();
        } else if (conditioner instanceof ConditionerSpec.ClassToken token) {
            return classes(token.sizes().classes());
        } else if (conditioner instanceof ConditionerSpec.Label label) {
            return classes(label.classes());
        } else if (conditioner instanceof ConditionerSpec.Unconditional) {
            return Collections.nCopies(USUAL, new Nothing());
        }
        return said;
    }

    private static List<Cue> classes(int count) {
        return LongStream.range(0, Math.min(count, MOST_CLASSES))
                .<Cue>mapToObj(ClassLabel::new)
                .toList();
    }

    void draw(Pair pair, Path sheet) {
        if (cues.isEmpty()) {
            return;
        }
        List<Wish> wishes = cues.stream()
                .map(cue ->
                        new Wish(cue, pair.description().conditioner().absent().orElse(cue)))
                .toList();
        CuesToImages pipeline =
                new CuesToImages(Model.latentDiffusion(pair.description(), pair.averaged(), drawing.compute()));
        Drawn drawn = new Drawn(new ArrayList<>(), drawing.stop());
        pipeline.generate(wishes, settings(pair), drawn);
        Sheets.write(drawn.images(), COLUMNS, sheet);
    }

    /** Pictures so far. */
    private record Drawn(List<BufferedImage> images, Stop stop) implements GenerationListener {
        @Override
        public void step(int done, int of) {
            stop.heed("samples were drawn");
        }

        @Override
        public void picture(int index, long seed, BufferedImage image) {
            images.add(image);
        }

        @Override
        public void warning(String text) {}
    }

    private GenerationSettings settings(Pair pair) {
        GenerationDefaults defaults = pair.description().defaults();
        boolean guided = pair.description().conditioner().absent().isPresent();
        return new GenerationSettings(
                "",
                drawing.seed(),
                USUAL,
                defaults.width(),
                defaults.height(),
                defaults.steps(),
                guided ? defaults.guidance() : UNGUIDED,
                OptionalDouble.empty(),
                defaults.sampler());
    }
}
