package io.sfumato.pipeline;

import io.sfumato.condition.Cue;

/**
 * What one picture shall be.
 *
 * @param wanted what it is steered towards
 * @param unwanted what guidance steers it away from
 */
public record Wish(Cue wanted, Cue unwanted) {}
