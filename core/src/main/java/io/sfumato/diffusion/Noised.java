package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;

/**
 * A batch with noise of its own on every image.
 *
 * @param clean [N, C, H, W]
 * @param noise [N, C, H, W], unit variance
 * @param sigma [N], in main memory
 */
public record Noised(Tensor clean, Tensor noise, Tensor sigma) {

    /** The levels beside the images: [N, 1, 1, 1]. */
    public Tensor level() {
        return sigma.to(clean.placement()).reshape(-1, 1, 1, 1);
    }

    /** clean + σ · noise. */
    public Tensor x() {
        return clean.add(level().mul(noise));
    }
}
