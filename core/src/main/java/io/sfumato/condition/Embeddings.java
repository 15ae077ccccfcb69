package io.sfumato.condition;

import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/** Tokens' vectors that another model made, [T, D]. */
public record Embeddings(Tensor tokens) implements Cue {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(tokens);
    }
}
