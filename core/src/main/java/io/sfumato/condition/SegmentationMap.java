package io.sfumato.condition;

import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/** What stands where: one plane a kind of thing, [kinds, H, W], 1 or true where it is, and 0 or false elsewhere. */
public record SegmentationMap(Tensor planes) implements Cue {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(planes);
    }
}
