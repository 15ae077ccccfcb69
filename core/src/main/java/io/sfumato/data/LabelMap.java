package io.sfumato.data;

/** The kind of thing that stands at each pixel, from 0. Cannot be changed. */
public final class LabelMap {
    private final int width;
    private final int height;
    private final short[] kinds;

    /** Takes the array as it is, row by row; kinds are unsigned. */
    LabelMap(int width, int height, short[] kinds) {
        this.width = width;
        this.height = height;
        this.kinds = kinds;
    }

    /** Copies the kinds, row by row; each from 0 to 65,535. */
    public static LabelMap of(int width, int height, int[] kinds) {
        if (width < 1 || height < 1 || kinds.length != width * height) {
            throw new DataException("a label map of " + width + " x " + height + " got " + kinds.length
                    + " kinds, expected one a pixel");
        }
        short[] copy = new short[kinds.length];
        for (int i = 0; i < copy.length; i++) {
            if (kinds[i] < 0 || kinds[i] > 0xffff) {
                throw new DataException("a label map has kind " + kinds[i] + ", expected 0 to 65535");
            }
            copy[i] = (short) kinds[i];
        }
        return new LabelMap(width, height, copy);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** What stands at a pixel. */
    public int at(int x, int y) {
        return kinds[y * width + x] & 0xffff;
    }

    /** All kinds, row by row. */
    public int[] kinds() {
        int[] all = new int[kinds.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = kinds[i] & 0xffff;
        }
        return all;
    }

    /** The highest kind in it. */
    public int highest() {
        int highest = 0;
        for (short kind : kinds) {
            highest = Math.max(highest, kind & 0xffff);
        }
        return highest;
    }
}
