package io.sfumato.train.loop;

/** A loss as people can read it: each new value counts for two per cent. */
final class SmoothLoss {
    private static final double SMOOTHING = 0.98;

    private double value = Double.NaN;

    double add(double loss) {
        value = Double.isNaN(value) ? loss : SMOOTHING * value + (1 - SMOOTHING) * loss;
        return value;
    }

    double value() {
        return value;
    }

    /** Goes on from a value. */
    void restore(double before) {
        value = before;
    }
}
