package io.sfumato.sampling;

/** Where the steps of a trajectory are. */
@FunctionalInterface
public interface SigmaSteps {

    /** The levels σ from the start of the first step to the end of the last: one more than steps, never rising. */
    double[] sigmas(int steps);
}
