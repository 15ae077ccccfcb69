package io.sfumato.data.telling;

import io.sfumato.data.Framed;
import io.sfumato.data.Known;
import io.sfumato.data.Mask;
import io.sfumato.data.Telling;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Holes to be filled: in half of the pictures strokes of a broad brush that turns a few times, in the others boxes (Suvorov
 * et al. 2021, sec. 2.3). Numbers are those of its program for squares of 256 pixels, and grow with the square.
 */
public final class Holed implements Telling {
    private static final double SIDE = 256; // for which all numbers of pixels are

    private static final int MOST_STROKES = 5;
    private static final int MOST_TURNS = 5;
    private static final int ANGLES = 4; // 0.01 to 3.01, in radians
    private static final double FIRST_ANGLE = 0.01;
    private static final int SHORTEST = 10;
    private static final int LENGTHS = 200;
    private static final int THINNEST = 5;
    private static final int WIDTHS = 100;

    private static final int MOST_BOXES = 4;
    private static final int MARGIN = 10;
    private static final int SMALLEST = 30;
    private static final int LARGEST = 150;

    @Override
    public Known of(Framed framed, Known whole, RandomGenerator random) {
        return new Known.Holes(mask(framed.planes().side(), random));
    }

    /** A mask for a square of {@code side} pixels. */
    static Mask mask(int side, RandomGenerator random) {
        Canvas canvas = new Canvas(side);
        if (random.nextBoolean()) {
            strokes(canvas, random);
        } else {
            boxes(canvas, random);
        }
        return new Mask(side, canvas.holes);
    }

    private static void strokes(Canvas canvas, RandomGenerator random) {
        int strokes = 1 + random.nextInt(MOST_STROKES);
        for (int i = 0; i < strokes; i++) {
            double x = random.nextDouble() * SIDE;
            double y = random.nextDouble() * SIDE;
            int turns = 1 + random.nextInt(MOST_TURNS);
            for (int j = 0; j < turns; j++) {
                double angle = FIRST_ANGLE + random.nextInt(ANGLES);
                double length = SHORTEST + random.nextInt(LENGTHS);
                double sign = i % 2 == 0 ? -1 : 1; // every other stroke turns the other way
                double toX = within(x + sign * length * Math.sin(angle));
                double toY = within(y + length * Math.cos(angle));
                canvas.stroke(new Stroke(x, y, toX, toY), THINNEST + random.nextInt(WIDTHS));
                x = toX;
                y = toY;
            }
        }
    }

    private static double within(double at) {
        return Math.max(0, Math.min(SIDE, at));
    }

    private static void boxes(Canvas canvas, RandomGenerator random) {
        int boxes = 1 + random.nextInt(MOST_BOXES);
        for (int i = 0; i < boxes; i++) {
            int width = SMALLEST + random.nextInt(LARGEST - SMALLEST);
            int height = SMALLEST + random.nextInt(LARGEST - SMALLEST);
            double x = MARGIN + random.nextInt((int) SIDE - 2 * MARGIN - width + 1);
            double y = MARGIN + random.nextInt((int) SIDE - 2 * MARGIN - height + 1);
            canvas.box(x, y, x + width, y + height);
        }
    }

    /** A line from one point to another, for squares of 256 pixels. */
    private record Stroke(double x, double y, double toX, double toY) {
        double distance(double px, double py) {
            double dx = toX - x;
            double dy = toY - y;
            double square = dx * dx + dy * dy;
            double along = square == 0 ? 0 : Math.max(0, Math.min(1, ((px - x) * dx + (py - y) * dy) / square));
            return Math.hypot(px - x - along * dx, py - y - along * dy);
        }
    }

    /** The pixels of a square, to be drawn on in numbers for one of 256. */
    private static final class Canvas {
        private final int side;
        private final double scale;
        private final BitSet holes;

        Canvas(int side) {
            this.side = side;
            this.scale = SIDE / side;
            this.holes = new BitSet(side * side);
        }

        /** With round ends. */
        void stroke(Stroke stroke, int width) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    if (stroke.distance((column + 0.5) * scale, (row + 0.5) * scale) <= width / 2.0) {
                        holes.set(row * side + column);
                    }
                }
            }
        }

        void box(double left, double top, double right, double bottom) {
            for (int row = (int) Math.round(top / scale); row < Math.round(bottom / scale); row++) {
                holes.set(row * side + (int) Math.round(left / scale), row * side + (int) Math.round(right / scale));
            }
        }
    }
}
