package io.sfumato.reference;

/** How many numbers each part of a model learns; 0 where there is no such part. */
public record ParameterCounts(long unet, long firstStage, long conditioner) {}
