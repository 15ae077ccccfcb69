package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * Levels that are even in σ^(1/ρ), dense where they are low, and then 0: Karras et al. 2022, eq. 5.
 *
 * @param min the lowest level above 0
 * @param max the first level
 */
public record Karras(double min, double max, double rho) implements SigmaSteps {
    /** ρ of the paper. */
    private static final double PAPER_RHO = 7;

    public Karras {
        Levels.checkRange(min, max);
        if (!(rho > 0)) {
            throw new IllegalArgumentException("rho is " + rho + ", expected above 0");
        }
    }

    /** Over the levels that a network was trained on. */
    public static Karras over(NoiseTable table) {
        return new Karras(table.minSigma(), table.maxSigma(), PAPER_RHO);
    }

    @Override
    public double[] sigmas(int steps) {
        double high = Math.pow(max, 1 / rho);
        double low = Math.pow(min, 1 / rho);
        return Levels.thenZero(steps, i -> Math.pow(Levels.even(high, low, i, steps), rho));
    }
}
