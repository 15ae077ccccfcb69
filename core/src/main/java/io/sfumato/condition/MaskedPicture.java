package io.sfumato.condition;

import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/**
 * A picture with a hole to be filled.
 *
 * @param picture [3, H, W] in [−1, 1], grey (0) in the hole
 * @param mask [1, H, W]: 1 in the hole, −1 elsewhere
 */
public record MaskedPicture(Tensor picture, Tensor mask) implements Cue {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(picture);
        visitor.accept(mask);
    }
}
