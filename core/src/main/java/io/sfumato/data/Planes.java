package io.sfumato.data;

import io.sfumato.image.Picture;

/** Samples of a square picture, plane by plane: red, green, blue, each row by row. Cannot be changed. */
public final class Planes {
    private static final int CHANNELS = 3;

    private final int side;
    private final byte[] samples;

    /** Takes the array as it is: 3 × side × side. */
    public Planes(int side, byte[] samples) {
        if (samples.length != CHANNELS * side * side) {
            throw new IllegalArgumentException(samples.length + " samples, expected 3 x " + side + " x " + side);
        }
        this.side = side;
        this.samples = samples;
    }

    /** Of a picture that is square. */
    public static Planes of(Picture picture) {
        return new Planes(picture.width(), picture.planes());
    }

    /** In pixels. */
    public int side() {
        return side;
    }

    /** The samples themselves, 3 × side × side, for {@link io.sfumato.image.PixelImages#ofPlanes}; not to be written to. */
    public byte[] samples() {
        return samples;
    }

    /** As a picture. */
    public Picture picture() {
        return Picture.ofPlanes(side, side, samples);
    }

    /** Left and right changed over. */
    Planes mirrored() {
        byte[] mirrored = new byte[samples.length];
        for (int row = 0; row < samples.length; row += side) {
            for (int x = 0; x < side; x++) {
                mirrored[row + x] = samples[row + side - 1 - x];
            }
        }
        return new Planes(side, mirrored);
    }
}
