package io.sfumato.image;

import java.util.Arrays;

/** Resizing as OpenCV does, to a rounding: rows first, not rounded, then columns. */
final class Interpolated {
    private static final int MOST = 255;

    private Interpolated() {}

    static Picture resize(Picture picture, int width, int height, FloatResampling resampling) {
        Grid grid = resampling.grid(picture.width(), picture.height(), width, height);
        return resize(picture, grid.across(), grid.down());
    }

    private static Picture resize(Picture picture, Weights across, Weights down) {
        float[] wide = rows(picture, across);
        int stride = Picture.CHANNELS * across.count();
        byte[] samples = new byte[stride * down.count()];
        float[] sums = new float[stride];
        for (int y = 0; y < down.count(); y++) {
            Arrays.fill(sums, 0);
            int at = stride * down.first(y);
            for (double weight : down.of(y)) {
                float share = (float) weight;
                for (int i = 0; i < stride; i++) {
                    sums[i] += wide[at + i] * share;
                }
                at += stride;
            }
            for (int i = 0; i < stride; i++) {
                samples[stride * y + i] = (byte) Math.max(0, Math.min(MOST, (int) Math.rint(sums[i])));
            }
        }
        return new Picture(across.count(), down.count(), samples);
    }

    private static float[] rows(Picture picture, Weights across) {
        byte[] from = picture.samples();
        float[] to = new float[Picture.CHANNELS * across.count() * picture.height()];
        int target = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < across.count(); x++) {
                int at = Picture.CHANNELS * (y * picture.width() + across.first(x));
                float red = 0;
                float green = 0;
                float blue = 0;
                for (double weight : across.of(x)) {
                    float share = (float) weight;
                    red += (from[at] & 0xff) * share;
                    green += (from[at + 1] & 0xff) * share;
                    blue += (from[at + 2] & 0xff) * share;
                    at += Picture.CHANNELS;
                }
                to[target++] = red;
                to[target++] = green;
                to[target++] = blue;
            }
        }
        return to;
    }
}
