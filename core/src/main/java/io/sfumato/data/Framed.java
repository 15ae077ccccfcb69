package io.sfumato.data;

/**
 * A picture as a square, and what is known of it in that square: boxes are cut at its edges and lie in its coordinates, a
 * label map has its size.
 */
public record Framed(Planes planes, Known known, View view) {

    /** The same in a mirror. */
    Framed mirrored() {
        View mirrored = view.mirrored();
        return new Framed(planes.mirrored(), KnownInView.mirrored(known), mirrored);
    }
}
