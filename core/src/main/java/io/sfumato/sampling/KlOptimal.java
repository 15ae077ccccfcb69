package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;

/**
 * Levels that are even in arctan σ, and then 0. For Gaussian data of unit variance no other levels leave a smaller
 * Kullback–Leibler divergence: Sabour et al. 2024 (Align Your Steps).
 *
 * @param min the lowest level above 0
 * @param max the first level
 */
public record KlOptimal(double min, double max) implements SigmaSteps {

    public KlOptimal {
        Levels.checkRange(min, max);
    }

    /** Over the levels that a network was trained on. */
    public static KlOptimal over(NoiseTable table) {
        return new KlOptimal(table.minSigma(), table.maxSigma());
    }

    @Override
    public double[] sigmas(int steps) {
        double high = Math.atan(max);
        double low = Math.atan(min);
        return Levels.thenZero(steps, i -> Math.tan(Levels.even(high, low, i, steps)));
    }
}
