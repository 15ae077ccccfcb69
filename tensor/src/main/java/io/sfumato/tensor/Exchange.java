package io.sfumato.tensor;

/**
 * Backward with gradients that all processes of an {@link Ensemble} agree on. A step calls {@link #accumulate} for all
 * micro-batches but the last, equally often in all processes, then {@link #backward} for the last, and leaves the leaves
 * with the mean over the processes of each process's sum. A leaf that no process used has no gradient.
 */
public interface Exchange extends AutoCloseable {

    /** Adds the gradient of this scalar to that of every leaf, in this process alone. */
    void accumulate(Tensor loss);

    /**
     * Adds the gradient of this scalar, then averages over all processes what the leaves have, while it is computed.
     *
     * @throws PeerLostException where another process does not do the same
     */
    void backward(Tensor loss);

    /** Lets go of the parameters. */
    @Override
    void close();
}
