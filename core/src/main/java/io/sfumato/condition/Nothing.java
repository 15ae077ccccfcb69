package io.sfumato.condition;

/** No wish at all: what an unconditional model is asked. */
public record Nothing() implements Cue {}
