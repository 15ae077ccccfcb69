package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * Exactly the asked steps, evenly from timestep T − 1 to 0, and from there to σ = 0: k-diffusion's spacing for
 * discrete-time models. With T steps it visits every timestep once, as DDPM does.
 */
public record Uniform(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(steps + " sampling steps, expected 1 or more");
        }
        int last = table.timesteps() - 1;
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = table.sigma(steps == 1 ? last : (double) last * (steps - 1 - i) / (steps - 1));
        }
        return sigmas;
    }
}
