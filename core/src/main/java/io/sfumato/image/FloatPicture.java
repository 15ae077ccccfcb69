package io.sfumato.image;

import java.util.Arrays;

/**
 * A picture on its way through arithmetic: red, green and blue of each pixel, row by row from the upper left, 0 for black and 1 for
 * full (sRGB-encoded); what is computed may lie beyond. Cannot be changed.
 */
public final class FloatPicture {
    private static final float MOST = 255;

    private final int width;
    private final int height;
    private final float[] samples;

    /** Takes the array as it is: height × width × 3. */
    public FloatPicture(int width, int height, float[] samples) {
        if (width < 1 || height < 1 || samples.length != Picture.CHANNELS * width * height) {
            throw new ImageException("a picture of " + width + " x " + height + " got " + samples.length
                    + " samples, expected three a pixel");
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    /** A picture of 8 bits. */
    public static FloatPicture of(Picture picture) {
        byte[] bytes = picture.samples();
        float[] samples = new float[bytes.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (bytes[i] & 0xff) / MOST;
        }
        return new FloatPicture(picture.width(), picture.height(), samples);
    }

    /** In 8 bits: a half goes to the even number, and what lies beyond black or white becomes that. */
    public Picture rounded() {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.rint(clip(samples[i]) * MOST);
        }
        return new Picture(width, height, bytes);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** The samples themselves, height × width × 3; not to be written to. */
    public float[] samples() {
        return samples;
    }

    /** What lies beyond black or white becomes that. */
    public FloatPicture clipped() {
        float[] clipped = new float[samples.length];
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = clip(samples[i]);
        }
        return new FloatPicture(width, height, clipped);
    }

    private static float clip(float sample) {
        return Math.max(0, Math.min(1, sample));
    }

    /** In another size, not clipped. */
    public FloatPicture resized(int toWidth, int toHeight, FloatResampling resampling) {
        if (toWidth < 1 || toHeight < 1) {
            throw new ImageException("a picture cannot become " + toWidth + " x " + toHeight + " pixels");
        }
        if (toWidth == width && toHeight == height) {
            return this;
        }
        Grid grid = resampling.grid(width, height, toWidth, toHeight);
        return columns(rows(grid.across()), toWidth, grid.down());
    }

    /** Height rows of another length. */
    private float[] rows(Weights across) {
        float[] to = new float[Picture.CHANNELS * across.count() * height];
        int target = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < across.count(); x++, target += Picture.CHANNELS) {
                int at = Picture.CHANNELS * (y * width + across.first(x));
                for (double weight : across.of(x)) {
                    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                        to[target + channel] += samples[at++] * (float) weight;
                    }
                }
            }
        }
        return to;
    }

    private static FloatPicture columns(float[] wide, int width, Weights down) {
        int stride = Picture.CHANNELS * width;
        float[] to = new float[stride * down.count()];
        float[] sums = new float[stride];
        for (int y = 0; y < down.count(); y++) {
            Arrays.fill(sums, 0);
            int at = stride * down.first(y);
            for (double weight : down.of(y)) {
                for (int i = 0; i < stride; i++) {
                    sums[i] += wide[at + i] * (float) weight;
                }
                at += stride;
            }
            System.arraycopy(sums, 0, to, stride * y, stride);
        }
        return new FloatPicture(width, down.count(), to);
    }
}
