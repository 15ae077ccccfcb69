package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * The reference's "quad" spacing: the timesteps ⌊r²⌋ + 1 for r even from 0 to √(0.8 T), and at the end timestep 0. Low
 * timesteps repeat where there are many steps: such a step has no length.
 */
public record LdmQuadratic(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        double end = Math.sqrt(0.8 * table.timesteps());
        int[] timesteps = new int[LdmTimesteps.check(steps, table.timesteps())];
        for (int i = 0; i < timesteps.length; i++) {
            double root = i == 0 ? 0 : i == steps - 1 ? end : end / (steps - 1) * i;
            timesteps[i] = (int) (root * root) + 1;
        }
        return LdmTimesteps.sigmas(table, timesteps);
    }
}
