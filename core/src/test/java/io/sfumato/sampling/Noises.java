package io.sfumato.sampling;

import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;

/** Noise for tests. */
final class Noises {
    /** For deterministic solvers: fails when it is asked. */
    static final FreshNoise NONE = shape -> {
        throw new AssertionError("a deterministic solver asked for noise");
    };

    private Noises() {}

    /** One stream for the whole batch. */
    static FreshNoise from(Rng rng) {
        return rng::normal;
    }

    /** The entries of a [draws, N, C, H, W] tensor in order. */
    static FreshNoise recorded(Tensor draws) {
        int[] next = {0};
        return shape -> draws.select(0, next[0]++);
    }
}
