package io.sfumato.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What there is to learn from at one position of an endless sequence.
 *
 * @param entry of the data set; another than the order has there where that one is broken
 * @param planes the picture as a square, of the framing's size
 * @param told what the network is told of the picture
 * @param seed of whatever else is drawn for this position
 */
public record Sample(long position, int entry, Planes planes, Known told, long seed) {

    /** Draws for this position: the same numbers at each call, others than the framing's. */
    public RandomGenerator random() {
        return new SplittableRandom(seed);
    }
}
