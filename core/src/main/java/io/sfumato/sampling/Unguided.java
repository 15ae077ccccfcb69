package io.sfumato.sampling;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Denoiser;

/** The condition as the network was trained with it, and nothing more. */
public record Unguided() implements Guidance {

    @Override
    public Denoise bind(Denoiser denoiser, Condition wanted) {
        return Denoise.of(denoiser, wanted);
    }
}
