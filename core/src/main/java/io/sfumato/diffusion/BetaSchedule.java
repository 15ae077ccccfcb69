package io.sfumato.diffusion;

/**
 * How much noise each of T timesteps of the forward process adds: q(x_t | x_t-1) = N(√(1 − β_t) x_t-1, β_t), Ho et al.
 * 2020, eq. 2. The four kinds are those of the latent-diffusion reference, whose names the Javadoc gives.
 */
public sealed interface BetaSchedule {

    /** β of the timesteps 0 … {@code timesteps} − 1. */
    double[] betas(int timesteps);

    /** Linear in √β. The reference calls it "linear"; all its published models have it. */
    record ScaledLinear(double start, double end) implements BetaSchedule {
        public ScaledLinear {
            check(start, end);
        }

        @Override
        public double[] betas(int timesteps) {
            double[] betas = evenly(Math.sqrt(start), Math.sqrt(end), timesteps);
            for (int t = 0; t < timesteps; t++) {
                betas[t] *= betas[t];
            }
            return betas;
        }
    }

    /** Linear in β: Ho et al. 2020, section 4. The reference calls it "sqrt_linear". */
    record Linear(double start, double end) implements BetaSchedule {
        public Linear {
            check(start, end);
        }

        @Override
        public double[] betas(int timesteps) {
            return evenly(start, end, timesteps);
        }
    }

    /** The square root of a linear rise. The reference calls it "sqrt". */
    record SquareRoot(double start, double end) implements BetaSchedule {
        public SquareRoot {
            check(start, end);
        }

        @Override
        public double[] betas(int timesteps) {
            double[] betas = evenly(start, end, timesteps);
            for (int t = 0; t < timesteps; t++) {
                betas[t] = Math.sqrt(betas[t]);
            }
            return betas;
        }
    }

    /** ᾱ falls as a squared cosine: Nichol and Dhariwal 2021, eq. 17. The reference calls it "cosine". */
    record Cosine(double offset) implements BetaSchedule {
        /** The offset of the paper and of the reference. */
        public static final Cosine DEFAULT = new Cosine(8e-3);

        /** β at the noisy end is held below this, "to prevent singularities" (section 3.2 of the paper). */
        private static final double MAXIMUM = 0.999;

        public Cosine {
            if (!(offset > 0)) {
                throw new IllegalArgumentException("the cosine schedule's offset is " + offset + ", expected above 0");
            }
        }

        @Override
        public double[] betas(int timesteps) {
            double[] betas = new double[timesteps];
            for (int t = 0; t < timesteps; t++) {
                double beta = 1 - level(t + 1, timesteps) / level(t, timesteps);
                betas[t] = Math.min(Math.max(beta, 0), MAXIMUM);
            }
            return betas;
        }

        private double level(int t, int timesteps) {
            double cosine = Math.cos(((double) t / timesteps + offset) / (1 + offset) * Math.PI / 2);
            return cosine * cosine;
        }
    }

    private static double[] evenly(double start, double end, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = count == 1 ? start : start + (end - start) / (count - 1) * i;
        }
        return values;
    }

    private static void check(double start, double end) {
        if (!(0 < start && start <= end && end < 1)) {
            throw new IllegalArgumentException(
                    "beta goes from " + start + " to " + end + ", expected 0 < start <= end < 1");
        }
    }
}
