package io.sfumato.data;

/** Everything that decides what is at a position of the sequence: together with a seed, samples are a function of it. */
public record Feed(DataSet data, Framing framing, Telling telling, Order order) {}
