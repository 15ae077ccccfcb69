package io.sfumato.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Chance at a position of a sequence: a function of the seed, the position and what is drawn for, and of nothing else. */
final class Draws {
    private Draws() {}

    static RandomGenerator at(long seed, long position, int purpose) {
        return new SplittableRandom(seed(seed, position, purpose));
    }

    /** A seed whose numbers have nothing to do with those of another seed, position or purpose. */
    static long seed(long seed, long position, int purpose) {
        return mixed(mixed(mixed(seed) + position) + purpose);
    }

    /** The finalizer of SplitMix64, with its increment: Steele, Lea and Flood 2014, fig. 17. */
    private static long mixed(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
