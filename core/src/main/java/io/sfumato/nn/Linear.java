package io.sfumato.nn;

import io.sfumato.tensor.Features;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import org.jspecify.annotations.Nullable;

/** x · weightᵀ + bias over the last dimension. */
public final class Linear extends WeightedLayer {
    private final Tensor weight;
    private final @Nullable Tensor bias;

    private Linear(Tensor weight, @Nullable Tensor bias) {
        this.weight = parameter("weight", weight);
        this.bias = bias == null ? null : parameter("bias", bias);
    }

    public Linear(long in, long out, Init init) {
        this(init.uniform(Shape.of(out, in), in), init.uniform(Shape.of(out), in));
    }

    /** A linear map without a bias. */
    public static Linear withoutBias(long in, long out, Init init) {
        return new Linear(init.uniform(Shape.of(out, in), in), null);
    }

    /** A linear map without a bias, all zero at first. */
    public static Linear zeroWithoutBias(long in, long out, Init init) {
        return new Linear(init.constant(Shape.of(out, in), 0), null);
    }

    @Override
    public Tensor weight() {
        return weight;
    }

    @Override
    Tensor multiplied(Tensor x) {
        return Functional.linear(x, weight.to(x.dtype()), bias == null ? null : bias.to(x.dtype()));
    }

    @Override
    FixedProduct laidOut(WeightLayout layout, Features features) {
        return layout.linear(weight, bias);
    }
}
