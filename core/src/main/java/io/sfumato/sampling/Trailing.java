package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * The timesteps T − i · T / steps, rounded, less 1, and then σ = 0: "trailing" of Lin et al. 2024 (Common Diffusion Noise
 * Schedules and Sample Steps are Flawed), table 2.
 */
public record Trailing(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        int all = table.timesteps();
        double stride = (double) all / LdmTimesteps.check(steps, all);
        return Levels.thenZero(steps, i -> table.sigma(Math.rint(all - i * stride) - 1));
    }
}
