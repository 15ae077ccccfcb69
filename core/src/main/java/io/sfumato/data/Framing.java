package io.sfumato.data;

import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import java.util.random.RandomGenerator;

/**
 * How a picture becomes a square of one size.
 *
 * @param size side of the square in pixels
 * @param cut which part of the picture it shows
 * @param flip share of the pictures that are mirrored
 * @param resampling how pixels are made where the size changes; label maps always take the nearest
 */
public record Framing(int size, Cut cut, double flip, Resampling resampling) {
    /** Checks the numbers. */
    public Framing {
        if (size < 1 || !(flip >= 0 && flip <= 1)) {
            throw new IllegalArgumentException("size and flip are " + size + " and " + flip
                    + ", expected a number above 0 and a share from 0 to 1");
        }
    }

    /** The same without chance: the middle where it took any part, and nothing mirrored. For what is kept back. */
    public Framing still() {
        return new Framing(size, cut.still(), 0, resampling);
    }

    /** The square of a picture. Throws {@link DataException} where there is none; its message goes on after a name. */
    public Framed frame(Picture picture, Known known, RandomGenerator random) {
        Framed framed = unmirrored(picture, known, random);
        return isMirrored(random) ? framed.mirrored() : framed;
    }

    boolean isMirrored(RandomGenerator random) {
        return random.nextDouble() < flip;
    }

    Framed unmirrored(Picture picture, Known known, RandomGenerator random) {
        Placement placement = cut.place(new Cut.Sides(picture.width(), picture.height()), size, random);
        Picture square = picture.resized(placement.width(), placement.height(), resampling)
                .cut(placement.x(), placement.y(), placement.side(), placement.side())
                .resized(size, size, resampling);
        return new Framed(square, KnownInView.framed(known, picture, placement, size), placement.view());
    }
}
