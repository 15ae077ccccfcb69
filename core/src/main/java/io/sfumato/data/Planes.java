package io.sfumato.data;

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

    /** In pixels. */
    public int side() {
        return side;
    }

    /** The samples themselves, 3 × side × side, for {@link io.sfumato.image.PixelImages#ofPlanes}; not to be written to. */
    public byte[] samples() {
        return samples;
    }
}
