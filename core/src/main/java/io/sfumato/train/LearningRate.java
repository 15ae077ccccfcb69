package io.sfumato.train;

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

    private static double rise(long step, long warmup) {
        return warmup <= 0 ? 1 : Math.min(1, (step + 1) / (double) warmup);
    }
}
