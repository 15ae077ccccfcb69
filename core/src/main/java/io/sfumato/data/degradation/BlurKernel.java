package io.sfumato.data.degradation;

import java.util.Arrays;

/** Weights of the pixels around one, in a square, that sum up to 1. Cannot be changed. */
final class BlurKernel {
    /** Below it a normal distribution is a point for pixels: nothing is divided by 0. */
    private static final double SMALLEST_DEVIATION = 1e-5;

    /** MATLAB's fspecial leaves out weights below this share of the largest: 2⁻⁵², as its {@code eps}. */
    private static final double NO_SHARE = Math.ulp(1.0);

    private final int size;
    private final double[] weights;

    private BlurKernel(int size, double[] weights) {
        this.size = size;
        this.weights = weights;
    }

    /** Along an axis, and across it. */
    record Variances(double along, double across) {}

    /** As MATLAB's fspecial has it. */
    static BlurKernel circle(int size, double deviation) {
        double least = Math.max(deviation, SMALLEST_DEVIATION);
        double[] weights = normal(size, (x, y) -> (x * x + y * y) / (least * least));
        return normalised(
                size, Arrays.stream(weights).map(w -> w < NO_SHARE ? 0 : w).toArray());
    }

    /**
     * A normal distribution with two variances.
     *
     * @param angle between the rows and the axis that is meant by {@code along}, in radians, clockwise as rows go down
     */
    static BlurKernel ellipse(int size, double angle, Variances variances) {
        double smallest = SMALLEST_DEVIATION * SMALLEST_DEVIATION;
        double along = Math.max(variances.along(), smallest);
        double across = Math.max(variances.across(), smallest);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        return normalised(size, normal(size, (x, y) -> {
            double u = x * cos + y * sin;
            double v = y * cos - x * sin;
            return u * u / along + v * v / across;
        }));
    }

    /** How far a point is from the middle, in deviations, squared. */
    @FunctionalInterface
    private interface Distance {
        double at(double x, double y);
    }

    /**
     * The density in the middle of each pixel, the largest of which is made 1: of a distribution that is narrower than a pixel all
     * would else be 0.
     */
    private static double[] normal(int size, Distance distance) {
        double[] squares = new double[size * size];
        double middle = (size - 1) / 2.0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                squares[y * size + x] = distance.at(x - middle, y - middle);
            }
        }
        double nearest = Arrays.stream(squares).min().orElseThrow();
        return Arrays.stream(squares)
                .map(square -> Math.exp((nearest - square) / 2))
                .toArray();
    }

    private static BlurKernel normalised(int size, double[] weights) {
        double sum = Arrays.stream(weights).sum();
        return new BlurKernel(
                size, Arrays.stream(weights).map(weight -> weight / sum).toArray());
    }

    /**
     * The same, moved to the upper left by so many pixels, linear between them; at its borders it goes on as it ends. Its middle stays
     * inside: of a narrow kernel nothing else would be left.
     */
    BlurKernel moved(double wish) {
        double by = Math.min(wish, (size - 1) / 2.0);
        double[] moved = new double[weights.length];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                moved[y * size + x] = between(Math.min(x + by, size - 1), Math.min(y + by, size - 1));
            }
        }
        return normalised(size, moved);
    }

    private double between(double x, double y) {
        int left = (int) x;
        int top = (int) y;
        int right = Math.min(left + 1, size - 1);
        int bottom = Math.min(top + 1, size - 1);
        double upper = at(left, top) * (1 - (x - left)) + at(right, top) * (x - left);
        double lower = at(left, bottom) * (1 - (x - left)) + at(right, bottom) * (x - left);
        return upper * (1 - (y - top)) + lower * (y - top);
    }

    /** Pixels of a side. */
    int size() {
        return size;
    }

    double at(int x, int y) {
        return weights[y * size + x];
    }
}
