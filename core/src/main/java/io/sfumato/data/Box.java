package io.sfumato.data;

/**
 * Where one thing is in a picture, as shares of the picture's sides: (0, 0) is its upper left corner, (1, 1) its lower right.
 *
 * @param kind of thing, from 0
 * @param left of the box, and so on
 * @param crowd whether it holds several things of the kind, which stand too close to be told apart
 */
public record Box(int kind, double left, double top, double width, double height, boolean crowd) {
    /** Checks the numbers: a box has an area and begins inside the picture. */
    public Box {
        if (kind < 0 || !(width > 0 && height > 0) || !Double.isFinite(left + top + width + height)) {
            throw new DataException("a box of kind " + kind + " at (" + left + ", " + top + ") is " + width + " x "
                    + height + ", expected a kind of 0 or more and sides above 0");
        }
    }

    double right() {
        return left + width;
    }

    double bottom() {
        return top + height;
    }

    Box mirrored() {
        return new Box(kind, 1 - right(), top, width, height, crowd);
    }
}
