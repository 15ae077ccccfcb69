package io.sfumato.train.loop;

import io.sfumato.tensor.Rng;

/**
 * What all stages of a run share.
 *
 * @param seed of all that is drawn
 * @param conduct what is done with them
 * @param stop asked after every step
 */
public record RunContext(RunFolder folder, Rng seed, Conduct conduct, TrainObserver observer, Stop stop) {}
