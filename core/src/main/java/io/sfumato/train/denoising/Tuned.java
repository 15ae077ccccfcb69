package io.sfumato.train.denoising;

/** What of a model learns, and what comes of it. */
interface Tuned extends Showing, AutoCloseable {

    /**
     * The networks in a step of learning.
     *
     * @param dropout share of the features that residual blocks forget
     */
    Student student(double dropout);

    /** Frees what the model did not have before. */
    @Override
    void close();
}
