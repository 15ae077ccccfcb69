package io.sfumato.firststage;

import io.sfumato.image.Pixels;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** Pixels to latents and back. The scaling to unit variance happens inside: no caller can forget it. */
public interface FirstStage {

    /** Latents of pictures; where the code is random, drawn from {@code rng}. */
    Latents encode(Pixels pixels, Rng rng);

    /** The same with what is drawn for each of the N pictures. */
    Latents encode(Pixels pixels, Draws draws);

    /** The most probable code of pictures as the encoder gives it, not scaled: a condition for other models. */
    Tensor code(Pixels pixels);

    /** Pictures of latents, which may overshoot [−1, 1] a little. */
    Pixels decode(Latents latents);

    /** How many pixels of a row one latent stands for: f. */
    int factor();

    /** Channels of the latents: C. */
    int channels();

    /** The shape of the latents of pictures of shape [N, 3, H, W]. Throws where H or W does not fit. */
    default Shape latentShape(Shape pixels) {
        int factor = factor();
        long height = pixels.size(2);
        long width = pixels.size(3);
        if (height <= 0 || width <= 0 || height % factor != 0 || width % factor != 0) {
            throw new IllegalArgumentException("pictures of " + width + " x " + height
                    + " do not fit the first stage: width and height must be multiples of " + factor);
        }
        return Shape.of(pixels.size(0), channels(), height / factor, width / factor); // [N, C, H/f, W/f]
    }
}
