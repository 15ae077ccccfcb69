package io.sfumato.tensor;

import java.util.function.Consumer;

/** Anything that carries tensors. Records of tensors implement it so that a {@link Region} can move them. */
public interface Held {

    /** Shows each tensor carried, in a stable order. */
    void forEachTensor(Consumer<Tensor> visitor);
}
