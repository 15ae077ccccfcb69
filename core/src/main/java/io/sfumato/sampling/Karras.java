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
        if (!(0 < min && min <= max && rho > 0)) {
            throw new IllegalArgumentException("noise levels from " + max + " to " + min + " with rho " + rho
                    + ", expected 0 < min <= max and rho above 0");
        }
    }

    /** Over the levels that a network was trained on. */
    public static Karras over(NoiseTable table) {
        return new Karras(table.minSigma(), table.maxSigma(), PAPER_RHO);
    }

    @Override
    public double[] sigmas(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(steps + " sampling steps, expected 1 or more");
        }
        double high = Math.pow(max, 1 / rho);
        double low = Math.pow(min, 1 / rho);
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            sigmas[i] = Math.pow(high + ramp * (low - high), rho);
        }
        return sigmas;
    }
}
