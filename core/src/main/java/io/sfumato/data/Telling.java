package io.sfumato.data;

import java.util.random.RandomGenerator;

/** What a network is told of a picture: what is known of it, or what is made of its square. Safe for several threads. */
@FunctionalInterface
public interface Telling {
    /** What is known of the picture, as it is: the same whatever its square shows. */
    Telling AS_KNOWN = (framed, whole, random) -> whole;

    /** What is known of the square: boxes and label maps are cut and mirrored with it. */
    Telling IN_SQUARE = (framed, whole, random) -> framed.known();

    /**
     * What is told.
     *
     * @param whole what was known of the picture before it became a square
     */
    Known of(Framed framed, Known whole, RandomGenerator random);
}
