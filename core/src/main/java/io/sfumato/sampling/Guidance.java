package io.sfumato.sampling;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Denoiser;

/** How strongly, and by what means, sampling is steered towards a condition. */
@FunctionalInterface
public interface Guidance {

    /** {@code denoiser} steered towards {@code wanted}. What this makes lives in the caller's region. */
    Denoise bind(Denoiser denoiser, Condition wanted);
}
