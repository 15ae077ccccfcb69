package io.sfumato.eval;

import io.sfumato.data.Planes;
import io.sfumato.image.Picture;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Resampling;
import java.awt.image.BufferedImage;

/** What is left of a square picture at a glance: all of a small one, of a larger one the means of 32 × 32 boxes. */
record Glance(Planes planes) {
    private static final int LARGEST = 32;

    static Glance of(Planes square) {
        return of(square.picture());
    }

    static Glance of(BufferedImage square) {
        return of(Picture.ofPlanes(square.getWidth(), square.getHeight(), PixelImages.planes(square)));
    }

    private static Glance of(Picture square) {
        int side = Math.min(LARGEST, square.width());
        return new Glance(Planes.of(square.resized(side, side, Resampling.BOX)));
    }
}
