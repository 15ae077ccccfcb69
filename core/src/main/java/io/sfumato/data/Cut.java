package io.sfumato.data;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;

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

    /** Where the square of {@code size} pixels is. Throws {@link DataException} where the picture has none. */
    Placement place(Sides sides, int size, RandomGenerator random);

    /** This, or what takes the middle where this takes any part. */
    default Cut still() {
        return this;
    }

    /** All of it: pictures have that size. */
    record AsIs() implements Cut {
        @Override
        public Placement place(Sides sides, int size, RandomGenerator random) {
            if (sides.width() != size || sides.height() != size) {
                throw new DataException("is " + sides.width() + " x " + sides.height() + " pixels, expected " + size
                        + " x " + size + ": other cuts than as_is scale");
            }
            return new Placement(size, size, 0, 0, size);
        }
    }

    /** The largest square in the middle, scaled to the size. */
    record Centre() implements Cut {
        @Override
        public Placement place(Sides sides, int size, RandomGenerator random) {
            return Placement.middle(sides.width(), sides.height(), sides.shorter());
        }
    }

    /**
     * A square of the size, in the middle.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; where absent, it is not scaled
     */
    record Middle(OptionalInt shortestSide) implements Cut {
        @Override
        public Placement place(Sides sides, int size, RandomGenerator random) {
            Sides scaled = sides.scaledTo(shortestSide).atLeast(size);
            return Placement.middle(scaled.width(), scaled.height(), size);
        }
    }

    /**
     * A square of the size, anywhere.
     *
     * @param shortestSide to which the picture's shorter side is scaled before; where absent, it is not scaled
     */
    record Anywhere(OptionalInt shortestSide) implements Cut {
        @Override
        public Placement place(Sides sides, int size, RandomGenerator random) {
            return anywhere(sides.scaledTo(shortestSide).atLeast(size), size, random);
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
    record Part(double least, double most) implements Cut {
        /** Checks the numbers. */
        public Part {
            if (!(least > 0 && least <= most && most <= 1)) {
                throw new IllegalArgumentException("least and most are " + least + " and " + most
                        + ", expected shares above 0 up to 1, the lower first");
            }
        }

        @Override
        public Placement place(Sides sides, int size, RandomGenerator random) {
            double share = least + (most - least) * random.nextDouble();
            return anywhere(sides, Math.max(1, (int) (sides.shorter() * share)), random);
        }

        @Override
        public Cut still() {
            return new Centre();
        }
    }

    private static Placement anywhere(Sides sides, int side, RandomGenerator random) {
        int x = random.nextInt(sides.width() - side + 1);
        int y = random.nextInt(sides.height() - side + 1);
        return new Placement(sides.width(), sides.height(), x, y, side);
    }
}
