package io.sfumato.data;

/**
 * Where a square is cut from a scaled picture.
 *
 * @param width of the scaled picture, in pixels
 * @param height likewise
 * @param x the left edge of the square in it
 * @param y its upper edge
 * @param side of the square, before it is scaled itself
 */
public record Placement(int width, int height, int x, int y, int side) {

    /** In the middle of a picture of these sides; towards its upper left where the rest is odd. */
    static Placement middle(int width, int height, int side) {
        return new Placement(width, height, (width - side) / 2, (height - side) / 2, side);
    }

    /** What it shows, as shares of the sides. */
    View view() {
        return new View(
                (double) x / width, (double) y / height, (double) side / width, (double) side / height, View.Flip.NONE);
    }
}
