package io.sfumato.condition;

import io.sfumato.tensor.Tensor;

/** What stands where: one plane a kind of thing, [kinds, H, W], 1 where it is and 0 elsewhere. */
public record SegmentationMap(Tensor planes) implements Cue {}
