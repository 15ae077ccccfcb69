package io.sfumato.firststage;

import io.sfumato.image.Pixels;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;

/** Pixels to latents and back. The scaling to unit variance happens inside: no caller can forget it. */
public interface FirstStage {

    /** Latents of pictures; where the code is random, drawn from {@code rng}. */
    Latents encode(Pixels pixels, Rng rng);

    /** Pictures of latents, clamped to [−1, 1]. */
    Pixels decode(Latents latents);

    /** How many pixels of a row one latent stands for: f. */
    int factor();

    /** The shape of the latents of pictures of shape [N, 3, H, W]. Throws where H or W does not fit. */
    Shape latentShape(Shape pixels);
}
