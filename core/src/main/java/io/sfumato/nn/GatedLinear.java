package io.sfumato.nn;

import io.sfumato.tensor.Features;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;

/** GEGLU (Shazeer 2020): one half of a linear map over the last dimension gates the other half. */
public final class GatedLinear extends WeightedLayer {
    private final Tensor weight;
    private final Tensor bias;

    /** From {@code in} channels to {@code out}; the map itself has twice as many. */
    public GatedLinear(long in, long out, Init init) {
        weight = parameter("weight", init.uniform(Shape.of(2 * out, in), in));
        bias = parameter("bias", init.uniform(Shape.of(2 * out), in));
    }

    @Override
    public Tensor weight() {
        return weight;
    }

    /** A half. */
    @Override
    Shape product() {
        return Shape.of(weight.size(0) / 2, weight.size(1));
    }

    @Override
    Tensor multiplied(Tensor x) {
        return Functional.linear(x, weight.to(x.dtype()), bias.to(x.dtype())); // [..., 2 · out]
    }

    @Override
    Tensor completed(Tensor y) {
        return Functional.geglu(y);
    }

    @Override
    FixedProduct laidOut(WeightLayout layout, Features features) {
        return layout.gate(weight, bias);
    }
}
