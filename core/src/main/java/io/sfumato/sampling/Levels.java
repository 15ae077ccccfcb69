package io.sfumato.sampling;

import java.util.function.IntToDoubleFunction;

/** What spacings that end without noise share. */
final class Levels {
    private Levels() {}

    /** The levels at which steps 0, 1, … start, and 0 behind them. */
    static double[] thenZero(int steps, IntToDoubleFunction starts) {
        if (steps < 1) {
            throw new IllegalArgumentException(steps + " sampling steps, expected 1 or more");
        }
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = starts.applyAsDouble(i);
        }
        return sigmas;
    }

    /** The i-th of {@code steps} values that are even from {@code first} to {@code last}; of one, the first. */
    static double even(double first, double last, int i, int steps) {
        return steps == 1 ? first : first + (double) i / (steps - 1) * (last - first);
    }

    static void checkRange(double min, double max) {
        if (!(0 < min && min <= max)) {
            throw new IllegalArgumentException(
                    "noise levels from " + max + " to " + min + ", expected 0 < lowest <= highest");
        }
    }
}
