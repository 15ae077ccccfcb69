package io.sfumato.image;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/** RGB pictures: [N, 3, H, W], float32, −1 is black and 1 is white (sRGB-encoded). */
public record Pixels(Tensor nchw) implements Held {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(nchw);
    }
}
