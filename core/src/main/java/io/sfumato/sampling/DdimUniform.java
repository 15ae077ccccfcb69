package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * The timesteps of {@link LdmUniform} below T, and then σ = 0 instead of timestep 0: ComfyUI's "ddim_uniform". Like those
 * they are more than asked where {@code steps} does not divide T.
 */
public record DdimUniform(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        int all = table.timesteps();
        int stride = all / LdmTimesteps.check(steps, all);
        int count = Math.max(1, (all - 2 + stride) / stride);
        return Levels.thenZero(count, i -> table.sigma(1 + (count - 1 - i) * stride));
    }
}
