package io.sfumato.data;

import io.sfumato.image.Indices;

/** The kind of thing that stands at each pixel, from 0 to 65,535. Cannot be changed. */
public record LabelMap(Indices indices) {

    /** Copies the kinds, row by row. */
    public static LabelMap of(int width, int height, int[] kinds) {
        return new LabelMap(Indices.of(width, height, kinds));
    }

    /** In pixels. */
    public int width() {
        return indices.width();
    }

    /** In pixels. */
    public int height() {
        return indices.height();
    }

    /** What stands at a pixel. */
    public int at(int x, int y) {
        return indices.at(x, y);
    }

    /** All kinds, row by row. */
    public int[] kinds() {
        return indices.numbers();
    }

    /** The highest kind in it. */
    public int highest() {
        return indices.highest();
    }
}
