package io.sfumato.data;

import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;

/** A picture in the size that its squares are cut from, and what is known of it: a label map has that size too. */
record Scaled(Picture picture, Known known) {
    private static final int BYTES_OF_A_PIXEL = 3;

    static Scaled of(Picture picture, Known known, Framing.Cut.Sides sides, Resampling resampling) {
        return new Scaled(
                picture.resized(sides.width(), sides.height(), resampling), KnownInView.scaled(known, picture, sides));
    }

    long bytes() {
        return (long) BYTES_OF_A_PIXEL * picture.width() * picture.height() + known.bytes();
    }
}
