package io.sfumato.image;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** From which pixels of a row each pixel of a longer or shorter one is made, and with what weights, which sum up to 1. */
final class Weights {
    /** What OpenCV takes for no share of a pixel at all. */
    private static final double NO_SHARE = 1e-3;

    private final int[] firsts;
    private final double[][] weights;

    private Weights(int count) {
        this.firsts = new int[count];
        this.weights = new double[count][];
    }

    int count() {
        return firsts.length;
    }

    /** The first pixel that pixel {@code place} is made from. */
    int first(int place) {
        return firsts[place];
    }

    /** The weights of that and the following pixels. */
    double[] of(int place) {
        return weights[place];
    }

    /** As Pillow has it: the window is as wide as a pixel of the shorter row. */
    static Weights windowed(Window window, int from, int to) {
        Weights made = new Weights(to);
        double step = (double) from / to;
        double wide = Math.max(step, 1);
        double reach = window.reach() * wide;
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * step;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(from, (int) (centre + reach + 0.5));
            double[] each = new double[end - first];
            for (int j = 0; j < each.length; j++) {
                each[j] = window.weight().applyAsDouble((first + j - centre + 0.5) / wide);
            }
            made.put(i, first, normalised(each));
        }
        return made;
    }

    /** As OpenCV's INTER_LINEAR has it. */
    static Weights twoNearest(int from, int to) {
        Weights made = new Weights(to);
        double step = (double) from / to;
        for (int i = 0; i < to; i++) {
            double at = Math.max(0, Math.min(from - 1, (i + 0.5) * step - 0.5));
            made.between((int) at, at - (int) at, i);
        }
        return made;
    }

    /** As OpenCV's INTER_CUBIC has it: beyond its ends a row goes on as it ends. */
    static Weights fourNearest(int from, int to) {
        Weights made = new Weights(to);
        double step = (double) from / to;
        for (int i = 0; i < to; i++) {
            double at = (i + 0.5) * step - 0.5;
            int first = (int) Math.floor(at) - 1;
            double[] each = new double[4];
            for (int j = 0; j < each.length; j++) {
                each[j] = Window.SHARP_CUBE.weight().applyAsDouble(first + j - at);
            }
            made.folded(i, first, normalised(each), beyond -> Math.max(0, Math.min(from - 1, beyond)));
        }
        return made;
    }

    /** As MATLAB's imresize has it with antialiasing: beyond its ends a row is mirrored, its last pixel first. */
    static Weights mirrored(Window window, int from, int to) {
        Weights made = new Weights(to);
        double step = (double) from / to;
        double wide = Math.max(step, 1);
        double reach = window.reach() * wide;
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * step;
            int first = (int) Math.floor(centre - reach + 0.5);
            double[] each = new double[(int) Math.floor(centre + reach + 0.5) - first];
            for (int j = 0; j < each.length; j++) {
                each[j] = window.weight().applyAsDouble((first + j - centre + 0.5) / wide);
            }
            made.folded(i, first, normalised(each), beyond -> {
                int place = Math.floorMod(beyond, 2 * from);
                return place < from ? place : 2 * from - 1 - place;
            });
        }
        return made;
    }

    /** As OpenCV's INTER_AREA has it where the row does not become longer. */
    static Weights covered(int from, int to) {
        Weights made = new Weights(to);
        double step = (double) from / to;
        for (int i = 0; i < to; i++) {
            double start = i * step;
            double end = Math.min(start + step, from);
            int first = (int) (start + NO_SHARE);
            int last = Math.min(from, (int) Math.ceil(end - NO_SHARE)) - 1;
            double[] each = new double[last - first + 1];
            for (int j = 0; j < each.length; j++) {
                each[j] = Math.min(end, first + j + 1) - Math.max(start, first + j);
            }
            made.put(i, first, normalised(each));
        }
        return made;
    }

    /** As OpenCV's INTER_AREA has it where a side becomes longer: pixels are stretched, and mixed where they meet. */
    static Weights stretched(int from, int to) {
        Weights made = new Weights(to);
        double step = (double) from / to;
        for (int i = 0; i < to; i++) {
            int first = Math.min(from - 1, (int) Math.floor(i * step));
            double share = i + 1 - (first + 1) / step;
            made.between(first, first == from - 1 || share <= 0 ? 0 : share - Math.floor(share), i);
        }
        return made;
    }

    private void between(int first, double share, int place) {
        put(place, first, share == 0 ? new double[] {1} : new double[] {1 - share, share});
    }

    /** What lies beyond the row counts for that pixel of it which is there instead. */
    private void folded(int place, int first, double[] each, IntUnaryOperator instead) {
        int[] at = new int[each.length];
        Arrays.setAll(at, j -> instead.applyAsInt(first + j));
        int least = Arrays.stream(at).min().orElseThrow();
        int most = Arrays.stream(at).max().orElseThrow();
        double[] inside = new double[most - least + 1];
        for (int j = 0; j < each.length; j++) {
            inside[at[j] - least] += each[j];
        }
        put(place, least, inside);
    }

    private void put(int place, int first, double[] each) {
        firsts[place] = first;
        weights[place] = each;
    }

    private static double[] normalised(double[] each) {
        double sum = 0; // in this order, as Pillow sums
        for (double weight : each) {
            sum += weight;
        }
        double total = sum;
        return total == 0
                ? each
                : Arrays.stream(each).map(weight -> weight / total).toArray();
    }
}
