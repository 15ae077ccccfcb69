package io.sfumato.nn;

import io.sfumato.tensor.Features;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import org.jspecify.annotations.Nullable;

/**
 * A linear map or a convolution, beside which another layer may run that hears the same input: what both make of it is summed. An
 * adapter learns this way while the layer keeps its weights; names of parameters stay as they are. Or it runs alone, and its weights
 * stay and are laid out for it.
 */
public abstract sealed class WeightedLayer extends Module implements Layer, Fixable
        permits Linear, GatedLinear, Conv2d {
    private @Nullable Layer adapter;
    private @Nullable FixedProduct fixed;

    /** [out, in] of a linear map, [out, in, k, k] of a convolution. */
    public abstract Tensor weight();

    /** Has {@code layer} run beside this one, which still owns nothing of it. There can be one. */
    public final void adapt(Layer layer) {
        if (adapter != null || fixed != null) {
            String state = adapter == null ? "weights that stay as they are" : "an adapter already";
            throw new IllegalStateException("a layer has " + state + ", and was to get an adapter");
        }
        adapter = layer;
    }

    /** Has it run alone again. */
    public final void leaveAlone() {
        adapter = null;
    }

    @Override
    public final void fix(WeightLayout layout, Features features) {
        if (adapter != null) {
            throw new IllegalStateException("a layer has an adapter, and its weights were to be laid out for good");
        }
        if (layout.suits(product(), features.dtype())) {
            fixed = laidOut(layout, features);
            leave("weight", "bias");
        }
    }

    @Override
    public final Tensor forward(Tensor x) {
        if (fixed != null) {
            return fixed.of(x);
        }
        Tensor y = multiplied(x);
        return completed(adapter == null ? y : y.add(adapter.forward(x)));
    }

    /** Whether it multiplies with its own weights and does nothing else. */
    final boolean isPlain() {
        return adapter == null && fixed == null;
    }

    /** The shape of the weights of one product: all, if it is not divided. */
    Shape product() {
        return weight().shape();
    }

    /** The product with its own weights. */
    abstract Tensor multiplied(Tensor x);

    /** What is made of the product and of what the adapter adds. */
    Tensor completed(Tensor y) {
        return y;
    }

    /** All that it does, with its weights laid out once for all: they are taken over. */
    abstract FixedProduct laidOut(WeightLayout layout, Features features);

    @Override
    public void close() {
        super.close();
        if (fixed != null) {
            fixed.close();
        }
    }
}
