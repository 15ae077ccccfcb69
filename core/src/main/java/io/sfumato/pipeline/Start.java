package io.sfumato.pipeline;

import io.sfumato.image.Pixels;

/** Where the making of pictures starts. */
public sealed interface Start {
    /** At noise alone. */
    record Noise() implements Start {}

    /**
     * At a picture with noise on it.
     *
     * @param pixels [1, 3, H, W]
     * @param strength how much of it may change, above 0 to 1: the share of the steps that are taken
     */
    record Picture(Pixels pixels, double strength) implements Start {
        public Picture {
            if (!(strength > 0 && strength <= 1)) {
                throw new RequestException("strength is " + strength + ", expected a number above 0 up to 1");
            }
        }
    }
}
