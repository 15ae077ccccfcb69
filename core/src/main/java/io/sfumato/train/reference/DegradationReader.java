package io.sfumato.train.reference;

import io.sfumato.data.degradation.Bsrgan;
import io.sfumato.data.degradation.Degradation;
import io.sfumato.data.degradation.Resampled;
import io.sfumato.data.degradation.Strength;
import io.sfumato.image.Resampling;
import io.sfumato.train.recipe.RecipeException;
import java.util.Map;
import java.util.TreeSet;

/** What the reference calls its degradations ({@code ldm.data.imagenet.ImageNetSR}). */
final class DegradationReader {
    private static final Map<String, Degradation> BY_NAME = Map.ofEntries(
            Map.entry("bsrgan", new Bsrgan(Strength.FULL)),
            Map.entry("bsrgan_light", new Bsrgan(Strength.LIGHT)),
            Map.entry("pil_nearest", new Resampled(Resampling.NEAREST)),
            Map.entry("pil_box", new Resampled(Resampling.BOX)),
            Map.entry("pil_bilinear", new Resampled(Resampling.BILINEAR)),
            Map.entry("pil_hamming", new Resampled(Resampling.HAMMING)),
            Map.entry("pil_bicubic", new Resampled(Resampling.BICUBIC)),
            Map.entry("pil_lanczos", new Resampled(Resampling.LANCZOS)),
            Map.entry("cv_bilinear", new Resampled(Resampling.TWO_NEAREST)),
            Map.entry("cv_bicubic", new Resampled(Resampling.FOUR_NEAREST)),
            Map.entry("cv_area", new Resampled(Resampling.AREA)));

    private DegradationReader() {}

    static Degradation read(PictureClass.Shrinking shrinking) {
        Degradation degradation = BY_NAME.get(shrinking.method());
        if (degradation == null) {
            throw new RecipeException(shrinking.where() + " is " + shrinking.method() + ", expected one of "
                    + String.join(", ", new TreeSet<>(BY_NAME.keySet())));
        }
        return degradation;
    }
}
