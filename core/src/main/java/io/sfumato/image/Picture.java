package io.sfumato.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/** A picture in memory: red, green and blue of 8 bits each (sRGB-encoded), nothing transparent. Cannot be changed. */
public final class Picture {
    static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] samples;

    /** Takes {@code samples} as they are: three for each pixel, row by row from the upper left. */
    Picture(int width, int height, byte[] samples) {
        if (width < 1 || height < 1 || samples.length != CHANNELS * width * height) {
            throw new ImageException("a picture of " + width + " x " + height + " got " + samples.length
                    + " samples, expected three a pixel");
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    /** Copies three samples for each pixel, row by row from the upper left. */
    public static Picture of(int width, int height, byte[] samples) {
        return new Picture(width, height, samples.clone());
    }

    /** Copies one sample for each pixel, which becomes red, green and blue. */
    public static Picture ofGrey(int width, int height, byte[] samples) {
        byte[] colours = new byte[CHANNELS * samples.length];
        for (int i = 0; i < samples.length; i++) {
            Arrays.fill(colours, CHANNELS * i, CHANNELS * (i + 1), samples[i]);
        }
        return new Picture(width, height, colours);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** The samples themselves, for this package alone. */
    byte[] samples() {
        return samples;
    }

    /** The part whose upper left corner is at ({@code x}, {@code y}). */
    public Picture cut(int x, int y, int ofWidth, int ofHeight) {
        if (x < 0 || y < 0 || ofWidth < 1 || ofHeight < 1 || x > width - ofWidth || y > height - ofHeight) {
            throw new ImageException("a part of " + ofWidth + " x " + ofHeight + " at (" + x + ", " + y
                    + ") is not inside a picture of " + width + " x " + height);
        }
        if (ofWidth == width && ofHeight == height) {
            return this;
        }
        byte[] part = new byte[CHANNELS * ofWidth * ofHeight];
        for (int row = 0; row < ofHeight; row++) {
            System.arraycopy(
                    samples, CHANNELS * ((y + row) * width + x), part, CHANNELS * row * ofWidth, CHANNELS * ofWidth);
        }
        return new Picture(ofWidth, ofHeight, part);
    }

    /** The picture in another size. */
    public Picture resized(int toWidth, int toHeight, Resampling resampling) {
        if (toWidth < 1 || toHeight < 1) {
            throw new ImageException("a picture cannot become " + toWidth + " x " + toHeight + " pixels");
        }
        return toWidth == width && toHeight == height ? this : resampling.resize(this, toWidth, toHeight);
    }

    /** Left and right changed over. */
    public Picture mirrored() {
        byte[] mirrored = new byte[samples.length];
        for (int row = 0; row < width * height; row += width) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(samples, CHANNELS * (row + width - 1 - x), mirrored, CHANNELS * (row + x), CHANNELS);
            }
        }
        return new Picture(width, height, mirrored);
    }

    /** The samples plane by plane: red, green, blue, each row by row. */
    public byte[] planes() {
        int area = width * height;
        byte[] planes = new byte[CHANNELS * area];
        for (int i = 0, j = 0; i < area; i++) {
            planes[i] = samples[j++];
            planes[area + i] = samples[j++];
            planes[2 * area + i] = samples[j++];
        }
        return planes;
    }

    /** The picture that {@link #planes} are of. */
    public static Picture ofPlanes(int width, int height, byte[] planes) {
        int area = width * height;
        byte[] samples = new byte[CHANNELS * area];
        for (int i = 0, j = 0; i < area; i++) {
            samples[j++] = planes[i];
            samples[j++] = planes[area + i];
            samples[j++] = planes[2 * area + i];
        }
        return new Picture(width, height, samples);
    }

    /** For the Java library. */
    public BufferedImage toImage() {
        int[] packed = new int[width * height];
        for (int i = 0, j = 0; i < packed.length; i++) {
            packed[i] = (samples[j++] & 0xff) << 16 | (samples[j++] & 0xff) << 8 | (samples[j++] & 0xff);
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, packed, 0, width);
        return image;
    }
}
