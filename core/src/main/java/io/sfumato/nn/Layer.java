package io.sfumato.nn;

import io.sfumato.tensor.Tensor;

/** One tensor in, one tensor out. */
@FunctionalInterface
public interface Layer {
    Tensor forward(Tensor x);
}
