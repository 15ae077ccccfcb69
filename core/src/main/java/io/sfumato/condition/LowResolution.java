package io.sfumato.condition;

import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/** A small picture whose large one is wanted, [3, h, w] in [−1, 1], of the size of the latents. */
public record LowResolution(Tensor picture) implements Cue {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(picture);
    }
}
