package io.sfumato.data;

import io.sfumato.image.Resampling;
import java.util.OptionalInt;

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

    /** Which part of a picture is shown. */
    public sealed interface Cut {
        /** This, or what takes the middle where this takes any part. */
        default Cut still() {
            return this;
        }
    }

    /** All of it: pictures have that size. */
    public record AsIs() implements Cut {}

    /** The largest square in the middle, scaled to the size. */
    public record Centre() implements Cut {}

    /**
     * A square of the size, in the middle.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; {@code null} where it is not scaled
     */
    public record Middle(OptionalInt shortestSide) implements Cut {}

    /**
     * A square of the size, anywhere.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; {@code null} where it is not scaled
     */
    public record Anywhere(OptionalInt shortestSide) implements Cut {
        @Override
        public Cut still() {
            return new Middle(shortestSide);
        }
    }

    /**
     * A square anywhere, of any side between two shares of the shorter side, scaled to the size: what the reference's
     * super-resolution learns from.
     */
    public record Part(double least, double most) implements Cut {
        /** Checks the numbers. */
        public Part {
            if (!(least > 0 && least <= most && most <= 1)) {
                throw new IllegalArgumentException("least and most are " + least + " and " + most
                        + ", expected shares above 0 up to 1, the lower first");
            }
        }

        @Override
        public Cut still() {
            return new Centre();
        }
    }
}
