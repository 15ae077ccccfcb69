package io.sfumato.data;

import java.util.BitSet;

/** Which pixels of a square are holes. Cannot be changed. */
public final class Mask {
    private final int side;
    private final BitSet holes;

    /** Takes a copy; pixels are counted row by row. */
    public Mask(int side, BitSet holes) {
        this.side = side;
        this.holes = (BitSet) holes.clone();
    }

    /** In pixels. */
    public int side() {
        return side;
    }

    /** Whether a pixel is to be filled. */
    public boolean isHole(int x, int y) {
        return holes.get(y * side + x);
    }

    /** Share of the pixels that are to be filled, from 0 to 1. */
    public double share() {
        return holes.cardinality() / ((double) side * side);
    }
}
