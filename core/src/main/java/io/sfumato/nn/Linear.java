package io.sfumato.nn;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Int8Product;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** x · weightᵀ + bias over the last dimension. */
public final class Linear extends Module implements Adaptable, Quantizable {
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Beside beside = new Beside();
    private @Nullable Int8Product quantized;

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
    public void adapt(Layer adapter) {
        beside.put(adapter);
    }

    @Override
    public void leaveAlone() {
        beside.clear();
    }

    @Override
    public void quantize() {
        quantized = Int8Product.linear(weight, bias);
        dismiss("weight", "bias");
    }

    @Override
    public Tensor forward(Tensor x) {
        return beside.added(quantized == null ? product(x) : quantized.of(x), x);
    }

    private Tensor product(Tensor x) {
        return Functional.linear(x, weight.to(x.dtype()), bias == null ? null : bias.to(x.dtype()));
    }

    @Override
    public void close() {
        super.close();
        if (quantized != null) {
            quantized.close();
        }
    }
}
