package io.sfumato.data;

/**
 * The part of a picture that its square shows, as shares of the picture's sides before it was mirrored.
 *
 * @param flip whether the square is mirrored, left to right
 */
public record View(double left, double top, double width, double height, Flip flip) {

    /** Which way round a picture is. */
    public enum Flip {
        /** As it is in its file. */
        NONE,
        /** Left and right changed over. */
        MIRRORED
    }
}
