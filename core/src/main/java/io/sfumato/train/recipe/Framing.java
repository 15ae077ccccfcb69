package io.sfumato.train.recipe;

import java.util.OptionalInt;

/**
 * How a picture becomes a square of one size.
 *
 * @param size side of the square in pixels
 * @param cut which part of the picture it shows
 * @param flip share of the pictures that are mirrored
 */
public record Framing(int size, Cut cut, double flip) {
    public Framing {
        if (size < 1 || !(flip >= 0 && flip <= 1)) {
            throw new IllegalArgumentException("size and flip are " + size + " and " + flip
                    + ", expected a number above 0 and a share from 0 to 1");
        }
    }

    /** Which part of a picture is shown. */
    public sealed interface Cut {}

    /** All of it: pictures have that size. */
    public record AsIs() implements Cut {}

    /** The largest square in the middle, scaled to the size. */
    public record Centre() implements Cut {}

    /**
     * A square of the size, anywhere.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; {@code null} where it is not scaled
     */
    public record Anywhere(OptionalInt shortestSide) implements Cut {}
}
