package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/** What the reference's two spacings share. */
final class LdmTimesteps {
    private LdmTimesteps() {}

    static int check(int steps, int timesteps) {
        if (steps < 1 || steps > timesteps) {
            throw new IllegalArgumentException(steps + " sampling steps of a network with " + timesteps
                    + " timesteps, expected 1 to " + timesteps);
        }
        return steps;
    }

    /** Levels of rising timesteps, from the last to the first, and then that of timestep 0. */
    static double[] sigmas(NoiseTable table, int[] timesteps) {
        int count = timesteps.length;
        double[] sigmas = new double[count + 1];
        for (int i = 0; i < count; i++) {
            sigmas[i] = table.sigma(timesteps[count - 1 - i]);
        }
        sigmas[count] = table.minSigma();
        return sigmas;
    }
}
