package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * The reference's even spacing: the timesteps 1, 1 + c, 1 + 2c, … below T + 1, with c = T / steps rounded down, and at
 * the end timestep 0, not σ = 0. Where {@code steps} does not divide T they are more than asked: 15 of 1000 are 16.
 * Where the last timestep would be T, which no table has, it is T − 1.
 */
public record LdmUniform(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        int all = table.timesteps();
        int stride = all / LdmTimesteps.check(steps, all);
        int[] timesteps = new int[(all + stride - 1) / stride];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = i * stride + 1;
        }
        return LdmTimesteps.sigmas(table, timesteps);
    }
}
