package io.sfumato.train.denoising;

import io.sfumato.condition.Caption;
import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Nothing;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.pipeline.CuesToImages;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.pipeline.Wish;
import io.sfumato.tensor.DType;
import io.sfumato.train.loop.Sheets;
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
 * @param model what is asked, and how it is best asked
 */
record Preview(List<Cue> cues, long seed, ModelDescription model, DType compute) {
    /** How many pictures are drawn where no prompts say it. */
    static final int USUAL = 12;

    private static final int COLUMNS = 6;
    private static final int MOST_CLASSES = 30;
    private static final double UNGUIDED = 1;

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

    /**
     * Draws a sheet of pictures.
     *
     * @return how many there are
     */
    int draw(ModelParts parts, Path sheet) {
        if (cues.isEmpty()) {
            return 0;
        }
        List<Wish> wishes = cues.stream()
                .map(cue -> new Wish(cue, model.conditioner().absent().orElse(cue)))
                .toList();
        CuesToImages pipeline = new CuesToImages(Model.latentDiffusion(model, parts, compute));
        List<BufferedImage> images = new ArrayList<>();
        pipeline.generate(wishes, settings(), GenerationListener.collecting(images));
        Sheets.write(images, COLUMNS, sheet);
        return images.size();
    }

    private GenerationSettings settings() {
        GenerationDefaults defaults = model.defaults();
        boolean guided = model.conditioner().absent().isPresent();
        return new GenerationSettings(
                "",
                seed,
                USUAL,
                defaults.width(),
                defaults.height(),
                defaults.steps(),
                guided ? defaults.guidance() : UNGUIDED,
                OptionalDouble.empty(),
                defaults.sampler());
    }
}
