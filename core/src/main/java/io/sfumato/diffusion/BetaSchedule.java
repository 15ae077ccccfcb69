package io.sfumato.diffusion;

/**
 * How much noise each of T timesteps of the forward process adds: q(x_t | x_t-1) = N(√(1 − β_t) x_t-1, β_t), Ho et al.
 * 2020, eq. 2. The first four kinds are those of the latent-diffusion reference, whose names the Javadoc gives.
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

    /**
     * Another schedule, stretched so that nothing is left of the picture in the end: Lin et al. 2024 (Common Diffusion Noise
     * Schedules and Sample Steps are Flawed), algorithm 1. √ᾱ is shifted until its last value is 0, and scaled until its first is
     * what it was.
     *
     * <p>In place of 0 the last √ᾱ is half of the one before, since at 0 the noise beside the picture would be infinite: see
     * docs/decisions/0015. Networks of it predict v or the picture, since ε tells no way back from there; and sampling should
     * start at the last timestep, as the schedule "trailing" does.
     */
    record ZeroTerminalSnr(BetaSchedule schedule) implements BetaSchedule {
        @Override
        public double[] betas(int timesteps) {
            double[] betas = schedule.betas(timesteps);
            double[] roots = new double[timesteps]; // √ᾱ
            double product = 1;
            for (int t = 0; t < timesteps; t++) {
                product *= 1 - betas[t];
                roots[t] = Math.sqrt(product);
            }
            return timesteps == 1 ? betas : between(stretched(roots));
        }

        private static double[] stretched(double[] roots) {
            int last = roots.length - 1;
            double[] stretched = new double[roots.length];
            for (int t = 0; t < last; t++) {
                stretched[t] = (roots[t] - roots[last]) * roots[0] / (roots[0] - roots[last]);
            }
            stretched[last] = stretched[last - 1] / 2;
            return stretched;
        }

        private static double[] between(double[] roots) {
            double[] betas = new double[roots.length];
            double before = 1;
            for (int t = 0; t < roots.length; t++) {
                double ratio = roots[t] / before;
                betas[t] = 1 - ratio * ratio;
                before = roots[t];
            }
            return betas;
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
