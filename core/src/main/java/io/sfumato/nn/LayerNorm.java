package io.sfumato.nn;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** Layer normalisation over the last dimension, with PyTorch's epsilon of 1e-5. */
public final class LayerNorm extends Module implements Layer {
    private static final double EPSILON = 1e-5;

    private final Tensor weight;
    private final Tensor bias;

    public LayerNorm(long width, Init init) {
        this.weight = parameter("weight", init.constant(Shape.of(width), 1));
        this.bias = parameter("bias", init.constant(Shape.of(width), 0));
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.layerNorm(x, weight, bias, EPSILON);
    }
}
