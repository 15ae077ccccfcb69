package io.sfumato.sampling;

import io.sfumato.diffusion.NoiseTable;
import java.util.stream.IntStream;

/**
 * Timesteps at even quantiles of the distribution Beta(0.6, 0.6), and then σ = 0: dense at both ends, Lee et al. 2024
 * (Beta Sampling is All You Need), as ComfyUI's "beta" has it. A timestep that comes twice is visited once, so that there
 * may be fewer steps than asked.
 */
public record BetaQuantiles(NoiseTable table) implements SigmaSteps {
    /** Both parameters of the distribution. */
    private static final double SHAPE = 0.6;

    /** Each halves the interval in which the quantile is. */
    private static final int BISECTIONS = 60;

    /** Each is less than half of the one before. */
    private static final int TERMS = 60;

    @Override
    public double[] sigmas(int steps) {
        int count = LdmTimesteps.check(steps, table.timesteps());
        double[] timesteps = IntStream.range(0, count)
                .mapToDouble(i -> Math.rint(quantile(1 - (double) i / steps) * (table.timesteps() - 1)))
                .distinct()
                .toArray();
        return Levels.thenZero(timesteps.length, i -> table.sigma(timesteps[i]));
    }

    /** x such that a share {@code probability} of the distribution is below. It is symmetric around 1/2. */
    static double quantile(double probability) {
        if (probability == 0.5) {
            return 0.5; // exactly: half of an odd number of timesteps is a tie
        }
        if (probability > 0.5) {
            return 1 - quantile(1 - probability);
        }
        double share = probability * 2 * below(0.5);
        double low = 0;
        double high = 0.5;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (below(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** ∫ t^(a−1) (1 − t)^(a−1) dt from 0 to x ≤ 1/2, by the binomial series of its second factor. */
    private static double below(double x) {
        double term = 1;
        double sum = 0;
        for (int n = 0; n < TERMS; n++) {
            sum += term / (SHAPE + n);
            term *= x * (n + 1 - SHAPE) / (n + 1);
        }
        return Math.pow(x, SHAPE) * sum;
    }
}
