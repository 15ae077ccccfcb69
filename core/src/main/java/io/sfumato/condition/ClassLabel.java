package io.sfumato.condition;

/** One of a fixed list of classes, counted from 0. */
public record ClassLabel(long index) implements Cue {}
