package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * Exactly the asked steps, evenly from timestep T − 1 to 0, and from there to σ = 0: k-diffusion's spacing for
 * discrete-time models, elsewhere called "normal". With T steps it visits every timestep once, as DDPM does.
 */
public record Uniform(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        int last = table.timesteps() - 1;
        return Levels.thenZero(
                steps, i -> table.sigma(steps == 1 ? last : (double) last * (steps - 1 - i) / (steps - 1)));
    }
}
