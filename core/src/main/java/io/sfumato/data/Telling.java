package io.sfumato.data;

import java.util.random.RandomGenerator;

/** What a network is told of a picture: what is known of it, or what is made of its square. Safe for several threads. */
@FunctionalInterface
public interface Telling {
    /** What is known of the square, as it is. */
    Telling AS_KNOWN = (framed, whole, random) -> framed.known();

    /**
     * What is told.
     *
     * @param whole what was known of the picture before it became a square
     */
    Known of(Framed framed, Known whole, RandomGenerator random);
}
