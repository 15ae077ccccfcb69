package io.sfumato.data;

/**
 * The part of a picture that its square shows, as shares of the picture's sides before it was mirrored.
 *
 * @param left where it begins, and so on
 * @param flip whether the square is mirrored
 */
public record View(double left, double top, double width, double height, Flip flip) {

    /** Which way round a picture is. */
    public enum Flip {
        /** As it is in its file. */
        NONE,
        /** Left and right changed over. */
        MIRRORED
    }

    View mirrored() {
        return new View(left, top, width, height, flip == Flip.NONE ? Flip.MIRRORED : Flip.NONE);
    }
}
