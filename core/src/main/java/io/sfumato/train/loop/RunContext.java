package io.sfumato.train.loop;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;

/**
 * What all stages of a run share.
 *
 * @param compute what networks compute in
 * @param seed of all that is drawn
 * @param conduct what is done with them
 */
public record RunContext(RunFolder folder, DType compute, Rng seed, Conduct conduct, Session session) {

    public TrainObserver observer() {
        return session.observer();
    }
}
