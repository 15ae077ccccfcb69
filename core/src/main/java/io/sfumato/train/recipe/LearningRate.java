package io.sfumato.train.recipe;

/** The learning rate at each step, counted from 0. */
public sealed interface LearningRate {

    /** The rate of one step out of {@code total}. */
    double at(long step, long total);

    /** Rises in {@code warmup} steps to {@code peak} and stays. */
    record Constant(double peak, long warmup) implements LearningRate {
        @Override
        public double at(long step, long total) {
            return peak * rise(step, warmup);
        }
    }

    /** Rises in {@code warmup} steps to {@code peak}, then falls along a half cosine to {@code peak · floor}. */
    record Cosine(double peak, long warmup, double floor) implements LearningRate {
        @Override
        public double at(long step, long total) {
            double done = total <= 0 ? 1 : Math.min(1, step / (double) total);
            return peak * rise(step, warmup) * (floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done)));
        }
    }

    /**
     * Rises in {@code warmup} steps from {@code start} to {@code peak}, falls along a half cosine to {@code end} at step
     * {@code last}, and stays: the reference's {@code LambdaWarmUpCosineScheduler} times its base rate.
     */
    record WarmUpCosine(double start, double peak, double end, long warmup, long last) implements LearningRate {
        public WarmUpCosine {
            if (warmup < 1 || last <= warmup) {
                throw new IllegalArgumentException("warmup and last are " + warmup + " and " + last
                        + ", expected a number above 0 and a greater one");
            }
        }

        @Override
        public double at(long step, long total) {
            if (step < warmup) {
                return start + (peak - start) * step / warmup;
            }
            double done = Math.min(1, (step - warmup) / (double) (last - warmup));
            return end + (peak - end) * 0.5 * (1 + Math.cos(Math.PI * done));
        }
    }

    private static double rise(long step, long warmup) {
        return warmup <= 0 ? 1 : Math.min(1, (step + 1) / (double) warmup);
    }
}
