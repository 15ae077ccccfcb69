package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * Evenly from timestep T − 1 to 0, of which the last is left out, and from there to σ = 0. Unlike {@link Uniform} it has
 * no short step near 0; it is the usual one for networks distilled to few steps. The name is that of Stability AI's
 * generative-models.
 */
public record SgmUniform(NoiseTable table) implements SigmaSteps {

    @Override
    public double[] sigmas(int steps) {
        double last = table.timesteps() - 1;
        return Levels.thenZero(steps, i -> table.sigma(last * (steps - i) / steps));
    }
}
