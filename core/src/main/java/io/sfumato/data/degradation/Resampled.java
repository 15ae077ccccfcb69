package io.sfumato.data.degradation;

import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import java.util.random.RandomGenerator;

/**
 * Always in one way.
 *
 * @param resampling how the pixels of the small picture are made
 */
public record Resampled(Resampling resampling) implements Degradation {
    @Override
    public Picture small(Picture picture, int factor, RandomGenerator random) {
        return picture.resized(picture.width() / factor, picture.height() / factor, resampling);
    }
}
