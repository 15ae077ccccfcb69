package io.sfumato.image;

import java.util.Arrays;

/** Resizing as OpenCV does, to a rounding: rows first, not rounded, then columns. */
final class Interpolated {
    private static final int MOST = 255;

    private Interpolated() {}

    static Picture resize(Picture picture, Weights across, Weights down) {
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
                samples[stride * y + i] = (byte) Math.max(0, Math.min(MOST, Math.rint(sums[i])));
            }
        }
        return new Picture(across.count(), down.count(), samples);
    }

    private static float[] rows(Picture picture, Weights across) {
        byte[] from = picture.samples();
        float[] to = new float[Picture.CHANNELS * across.count() * picture.height()];
        for (int x = 0; x < across.count(); x++) {
            double[] each = across.of(x);
            for (int y = 0; y < picture.height(); y++) {
                int target = Picture.CHANNELS * (y * across.count() + x);
                int at = Picture.CHANNELS * (y * picture.width() + across.first(x));
                for (double weight : each) {
                    float share = (float) weight;
                    to[target] += (from[at] & 0xff) * share;
                    to[target + 1] += (from[at + 1] & 0xff) * share;
                    to[target + 2] += (from[at + 2] & 0xff) * share;
                    at += Picture.CHANNELS;
                }
            }
        }
        return to;
    }
}
