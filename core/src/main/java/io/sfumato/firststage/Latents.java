package io.sfumato.firststage;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/** Pictures as diffusion sees them: [N, C, h, w], scaled to about unit variance. */
public record Latents(Tensor nchw) implements Held {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(nchw);
    }
}
