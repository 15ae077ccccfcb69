package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * Levels whose logarithm falls as a power, and then 0: k-diffusion's "polyexponential". With ρ = 1 the logarithm is even,
 * which is its "exponential"; a larger ρ is denser where levels are low.
 *
 * @param min the lowest level above 0
 * @param max the first level
 */
public record Polyexponential(double min, double max, double rho) implements SigmaSteps {

    public Polyexponential {
        Levels.checkRange(min, max);
        if (!(rho > 0)) {
            throw new IllegalArgumentException("rho is " + rho + ", expected above 0");
        }
    }

    /** Even logarithms over the levels that a network was trained on. */
    public static Polyexponential exponential(NoiseTable table) {
        return new Polyexponential(table.minSigma(), table.maxSigma(), 1);
    }

    @Override
    public double[] sigmas(int steps) {
        return Levels.thenZero(steps, i -> min * Math.pow(max / min, Math.pow(Levels.even(1, 0, i, steps), rho)));
    }
}
