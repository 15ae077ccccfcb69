package io.sfumato.image;

import java.util.Arrays;

/**
 * Resizing as Pillow does, bit by bit: rows first, rounded to 8 bits, then columns. Weights are whole numbers of 2⁻²²
 * (Pillow's {@code Resample.c}).
 */
final class FixedPoint {
    private static final int PRECISION = 22;
    private static final int HALF = 1 << (PRECISION - 1);
    private static final int MOST = 255;

    private FixedPoint() {}

    /** A side that stays is not touched, as in Pillow. */
    static Picture resize(Picture picture, int width, int height, Window window) {
        int[] wide = width == picture.width()
                ? unsigned(picture.samples())
                : rows(picture, Weights.windowed(window, picture.width(), width));
        return new Picture(
                width,
                height,
                height == picture.height()
                        ? bytes(wide)
                        : columns(wide, width, Weights.windowed(window, picture.height(), height)));
    }

    /** The samples of a picture with rows of another length, from 0 to 255. */
    private static int[] rows(Picture picture, Weights weights) {
        int width = weights.count();
        byte[] from = picture.samples();
        int[] to = new int[Picture.CHANNELS * width * picture.height()];
        int[][] fixed = new int[width][];
        Arrays.setAll(fixed, x -> fixed(weights.of(x)));
        int target = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < width; x++) {
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                int at = Picture.CHANNELS * (y * picture.width() + weights.first(x));
                for (int weight : fixed[x]) {
                    red += (from[at] & 0xff) * weight;
                    green += (from[at + 1] & 0xff) * weight;
                    blue += (from[at + 2] & 0xff) * weight;
                    at += Picture.CHANNELS;
                }
                to[target++] = rounded(red);
                to[target++] = rounded(green);
                to[target++] = rounded(blue);
            }
        }
        return to;
    }

    private static byte[] columns(int[] from, int width, Weights weights) {
        int stride = Picture.CHANNELS * width;
        byte[] to = new byte[stride * weights.count()];
        int[] sums = new int[stride];
        for (int y = 0; y < weights.count(); y++) {
            Arrays.fill(sums, HALF);
            int at = stride * weights.first(y);
            for (int weight : fixed(weights.of(y))) {
                addRow(sums, from, at, weight);
                at += stride;
            }
            for (int i = 0; i < stride; i++) {
                to[stride * y + i] = (byte) rounded(sums[i]);
            }
        }
        return to;
    }

    /** A loop of its own, which the compiler turns into vector instructions. */
    private static void addRow(int[] sums, int[] from, int at, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += from[at + i] * weight;
        }
    }

    private static int[] unsigned(byte[] samples) {
        int[] unsigned = new int[samples.length];
        for (int i = 0; i < unsigned.length; i++) {
            unsigned[i] = samples[i] & 0xff;
        }
        return unsigned;
    }

    private static byte[] bytes(int[] samples) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return bytes;
    }

    private static int[] fixed(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = (int) (weights[i] * (1 << PRECISION) + Math.copySign(0.5, weights[i]));
        }
        return fixed;
    }

    private static int rounded(int sum) {
        return Math.max(0, Math.min(MOST, sum >> PRECISION));
    }
}
