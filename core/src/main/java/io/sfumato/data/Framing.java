package io.sfumato.data;

import io.sfumato.image.Picture;
import io.sfumato.image.Resampling;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * How a picture becomes a square of one size. A recipe need not say {@code flip} (then 0), {@code resampling} (bicubic) nor the
 * {@code shortest_side} of a cut (none).
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
        Framed framed = unmirrored(scaled(picture, known), random);
        return isMirrored(random) ? framed.mirrored() : framed;
    }

    boolean isMirrored(RandomGenerator random) {
        return random.nextDouble() < flip;
    }

    /** Whether all squares of a picture are the same but for mirrors. */
    boolean isCutStill() {
        return cut.equals(cut.still());
    }

    /** A picture in the size that its squares are cut from, on which chance has no influence. */
    Scaled scaled(Picture picture, Known known) {
        Cut.Sides sides = cut.scaled(new Cut.Sides(picture.width(), picture.height()));
        return Scaled.of(picture, known, sides, resampling);
    }

    Framed unmirrored(Scaled scaled, RandomGenerator random) {
        Picture picture = scaled.picture();
        Placement placement = cut.place(new Cut.Sides(picture.width(), picture.height()), size, random);
        Picture square = picture.cut(placement.x(), placement.y(), placement.side(), placement.side())
                .resized(size, size, resampling);
        return new Framed(Planes.of(square), KnownInView.framed(scaled.known(), placement, size), placement.view());
    }

    /** Which part of a picture its square shows. */
    public sealed interface Cut {

        /** The sides of a picture in pixels. */
        record Sides(int width, int height) {
            /** Of a scaled picture. */
            private static final int MOST_PIXELS = 1 << 24;

            int shorter() {
                return Math.min(width, height);
            }

            /** With a shorter side of so many pixels; the longer is rounded, a half to the even number, as the reference does. */
            Sides scaledTo(OptionalInt shortestSide) {
                if (shortestSide.isEmpty()) {
                    return this;
                }
                double scale = (double) shortestSide.getAsInt() / shorter();
                if (width * scale * height * scale > MOST_PIXELS) {
                    throw new DataException("is " + width + " x " + height + " pixels, which would become more than "
                            + MOST_PIXELS + " where the shorter side is " + shortestSide.getAsInt());
                }
                return new Sides((int) Math.rint(width * scale), (int) Math.rint(height * scale));
            }

            Sides atLeast(int side) {
                if (shorter() < side) {
                    throw new DataException("is " + width + " x " + height + " pixels, expected " + side
                            + " or more each way: shortest_side scales pictures before they are cut");
                }
                return this;
            }
        }

        /** To which size a picture is scaled before it is cut. Throws {@link DataException} where that is too large. */
        default Sides scaled(Sides sides) {
            return sides;
        }

        /** Where the square of {@code size} pixels is in a scaled picture. Throws {@link DataException} where the picture has none. */
        Placement place(Sides sides, int size, RandomGenerator random);

        /** This, or what takes the middle where this takes any part. */
        default Cut still() {
            return this;
        }
    }

    /** All of it: pictures have that size. */
    public record AsIs() implements Cut {
        @Override
        public Placement place(Cut.Sides sides, int size, RandomGenerator random) {
            if (sides.width() != size || sides.height() != size) {
                throw new DataException("is " + sides.width() + " x " + sides.height() + " pixels, expected " + size
                        + " x " + size + ": other cuts than as_is scale");
            }
            return new Placement(size, size, 0, 0, size);
        }
    }

    /** The largest square in the middle, scaled to the size. */
    public record Centre() implements Cut {
        @Override
        public Placement place(Cut.Sides sides, int size, RandomGenerator random) {
            return Placement.middle(sides.width(), sides.height(), sides.shorter());
        }
    }

    /**
     * A square of the size, in the middle.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; where absent, it is not scaled
     */
    public record Middle(OptionalInt shortestSide) implements Cut {
        @Override
        public Placement place(Cut.Sides sides, int size, RandomGenerator random) {
            Cut.Sides large = sides.atLeast(size);
            return Placement.middle(large.width(), large.height(), size);
        }

        @Override
        public Cut.Sides scaled(Cut.Sides sides) {
            return sides.scaledTo(shortestSide);
        }
    }

    /**
     * A square of the size, anywhere.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; where absent, it is not scaled
     */
    public record Anywhere(OptionalInt shortestSide) implements Cut {
        @Override
        public Placement place(Cut.Sides sides, int size, RandomGenerator random) {
            return anywhere(sides.atLeast(size), size, random);
        }

        @Override
        public Cut.Sides scaled(Cut.Sides sides) {
            return sides.scaledTo(shortestSide);
        }

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
        public Placement place(Cut.Sides sides, int size, RandomGenerator random) {
            double share = least + (most - least) * random.nextDouble();
            return anywhere(sides, Math.max(1, (int) (sides.shorter() * share)), random);
        }

        @Override
        public Cut still() {
            return new Centre();
        }
    }

    private static Placement anywhere(Cut.Sides sides, int side, RandomGenerator random) {
        int x = random.nextInt(sides.width() - side + 1);
        int y = random.nextInt(sides.height() - side + 1);
        return new Placement(sides.width(), sides.height(), x, y, side);
    }
}
