package io.sfumato.tensor;

import java.time.Duration;
import java.util.Map;

/**
 * The processes that train one model together, of which this is one. Every method that says "all processes" has to be
 * called by each of them, in the same order: it ends when all have called it, or with a {@link PeerLostException}.
 *
 * <p>An ensemble belongs to the thread that joined it.
 */
public sealed interface Ensemble extends AutoCloseable permits Alone, Peers {

    /** An ensemble of this process alone. */
    static Ensemble alone() {
        return new Alone();
    }

    /**
     * Meets the other processes, and returns when all are there.
     *
     * @param membership what the environment says of this process
     * @param device where this process keeps its parameters
     * @param patience how long to wait for the others, here and in everything that all processes do
     * @throws EnsembleException where they cannot meet, or do not within {@code patience}
     */
    static Ensemble join(Membership membership, Device device, Duration patience) {
        return membership.size() == 1 ? alone() : Peers.meet(membership, device, patience);
    }

    /** The number of this process, from 0. */
    int rank();

    /** The number of processes. */
    int size();

    /** Whether this process does what only one of them may: writing files, telling how it goes. */
    default boolean leads() {
        return rank() == 0;
    }

    /**
     * Has process 0 do something alone, and the others wait until it is done: however long it takes, as long as it gives
     * signs of life. What {@code work} throws is thrown in process 0; the others miss it when it has left.
     */
    void first(Runnable work);

    /** Gives all processes the numbers that these tensors have in process 0, in place. Names may be in any order. */
    void broadcast(Map<String, Tensor> tensors);

    /** The mean over all processes of tensors of one shape and floating-point type, as a new tensor. */
    Tensor mean(Tensor value);

    /** The mean over all processes; not a number in all of them where it is in one. */
    double mean(double value);

    /** Whether {@code value} is true in any process: what one wants, such as to stop, becomes known to all at once. */
    boolean any(boolean value);

    /**
     * Has the gradients of {@code parameters} averaged over all processes. Best in the order in which the network uses
     * them: gradients come in the reverse order, and go on their way in groups while others are still computed.
     * Parameters that want no gradient are left alone.
     */
    Exchange exchange(Map<String, Tensor> parameters);

    /** Leaves. */
    @Override
    void close();
}
