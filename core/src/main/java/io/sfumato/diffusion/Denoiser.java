package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;

/** D(x; σ, c): the expected clean image, given a noisy one. Karras et al. 2022, eq. 2. */
@FunctionalInterface
public interface Denoiser {

    /**
     * @param x [N, C, H, W], clean + σ · noise
     * @param sigma [N], above 0, in main memory
     * @return [N, C, H, W]
     */
    Tensor denoise(Tensor x, Tensor sigma, Condition condition);

    /** A denoiser whose condition is settled, as {@link #denoise} takes the rest. */
    @FunctionalInterface
    interface Hearing {
        Tensor denoise(Tensor x, Tensor sigma);
    }

    /** This denoiser under one condition, for the steps of one trajectory: see {@link Network#hearing(Condition, Shortcuts)}. */
    default Hearing hearing(Condition condition) {
        return (x, sigma) -> denoise(x, sigma, condition);
    }

    /** The same denoiser, whose trajectories leave out what they may; one that knows of no shortcuts takes none. */
    default Denoiser taking(Shortcuts shortcuts) {
        return this;
    }
}
