package io.sfumato.cli;

import io.sfumato.sampling.NoiseRange;

/**
 * What guidance does.
 *
 * @param negative what it steers away from, in words; empty for "anything"
 * @param guidance its scale; 1 is none
 * @param levels the noise levels at which it acts
 */
record Steering(String negative, double guidance, NoiseRange levels) {
    /** There is none. */
    static final Steering NONE = new Steering("", 1, NoiseRange.ALL);
}
