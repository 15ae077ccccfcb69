package io.sfumato.sampling;

/** Hears how far a trajectory is. */
@FunctionalInterface
public interface SampleListener {
    /** Hears nothing. */
    SampleListener NONE = (done, of, sigma) -> {};

    /** {@code done} of {@code of} steps are taken, the last of which ended at the noise level {@code sigma}. */
    void onStep(int done, int of, double sigma);
}
