package io.sfumato.train.loop;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;

/**
 * What all stages of a run share.
 *
 * @param compute where networks are, and what they compute in
 * @param seed of all that is drawn
 * @param conduct what is done with them
 */
public record RunContext(RunFolder folder, Placement compute, Rng seed, Conduct conduct, Session session) {

    /** Where networks are. */
    public Device device() {
        return compute.device();
    }

    public TrainObserver observer() {
        return session.observer();
    }
}
