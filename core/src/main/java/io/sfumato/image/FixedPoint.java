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

    static Picture resize(Picture picture, int width, int height, Window window) {
        Picture wide = width == picture.width()
                ? picture
                : rows(picture, width, Weights.windowed(window, picture.width(), width));
        return height == picture.height()
                ? wide
                : columns(wide, height, Weights.windowed(window, picture.height(), height));
    }

    private static Picture rows(Picture picture, int width, Weights weights) {
        byte[] from = picture.samples();
        byte[] to = new byte[Picture.CHANNELS * width * picture.height()];
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
        return new Picture(width, picture.height(), to);
    }

    private static Picture columns(Picture picture, int height, Weights weights) {
        byte[] from = picture.samples();
        int stride = Picture.CHANNELS * picture.width();
        byte[] to = new byte[stride * height];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int at = stride * weights.first(y);
            for (int weight : fixed(weights.of(y))) {
                for (int i = 0; i < stride; i++) {
                    sums[i] += (from[at + i] & 0xff) * weight;
                }
                at += stride;
            }
            for (int i = 0; i < stride; i++) {
                to[stride * y + i] = rounded(sums[i]);
            }
        }
        return new Picture(picture.width(), height, to);
    }

    private static int[] fixed(double[] weights) {
        int[] fixed = new int[weights.length];
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] = (int) (weights[i] * (1 << PRECISION) + Math.copySign(0.5, weights[i]));
        }
        return fixed;
    }

    private static byte rounded(int sum) {
        return (byte) Math.max(0, Math.min(MOST, sum >> PRECISION));
    }
}
