package io.sfumato.train.loop;

import io.sfumato.tensor.Rng;

/**
 * What all stages of a run share.
 *
 * @param seed of all that is drawn
 * @param stop asked after every step
 */
public record RunContext(RunFolder folder, Rng seed, TrainObserver observer, Stop stop) {}
