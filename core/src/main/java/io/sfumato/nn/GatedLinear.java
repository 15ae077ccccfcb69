package io.sfumato.nn;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import org.jspecify.annotations.Nullable;

/** GEGLU (Shazeer 2020): one half of a linear map over the last dimension gates the other half. */
public final class GatedLinear extends Module implements Adaptable, Fixable {
    private final Tensor weight;
    private final Tensor bias;
    private final Beside beside = new Beside();
    private @Nullable FixedProduct fixed;

    /** From {@code in} channels to {@code out}; the map itself has twice as many. */
    public GatedLinear(long in, long out, Init init) {
        weight = parameter("weight", init.uniform(Shape.of(2 * out, in), in));
        bias = parameter("bias", init.uniform(Shape.of(2 * out), in));
    }

    @Override
    public Tensor weight() {
        return weight;
    }

    @Override
    public void adapt(Layer adapter) {
        beside.put(adapter);
    }

    @Override
    public void leaveAlone() {
        beside.clear();
    }

    @Override
    public void fix(WeightLayout layout, DType features) {
        Shape half = Shape.of(weight.size(0) / 2, weight.size(1));
        if (layout.suits(half, features)) {
            fixed = layout.gate(weight, bias);
            leave("weight", "bias");
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        if (fixed != null) {
            return fixed.of(x);
        }
        Tensor both = Functional.linear(x, weight.to(x.dtype()), bias.to(x.dtype())); // [..., 2 · out]
        return Functional.geglu(beside.added(both, x));
    }

    @Override
    public void close() {
        super.close();
        if (fixed != null) {
            fixed.close();
        }
    }
}
