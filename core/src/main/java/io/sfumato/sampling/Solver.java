package io.sfumato.sampling;

/** One step of a method that solves dx/dσ = (x − D(x; σ)) / σ. */
@FunctionalInterface
public interface Solver {

    /** The state at {@code step.to()}, from that at {@code step.from()}. */
    State step(Denoise denoise, State state, Step step, FreshNoise noise);
}
