package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/** The timesteps T − 1 − ⌊i · T / steps⌋, and then σ = 0: ComfyUI's "simple". */
public record Simple(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        int all = table.timesteps();
        double stride = (double) all / LdmTimesteps.check(steps, all);
        return Levels.thenZero(steps, i -> table.sigma(all - 1 - (int) (i * stride)));
    }
}
