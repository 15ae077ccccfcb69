package io.sfumato.tensor;

import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/** A linear map with packed weights. */
final class PackedLinear implements FixedProduct {
    /** Rows that weights are laid out for; any number may come. */
    private static final long ROWS = 1024;

    private final long out;
    private final IValue weight;
    private final IValue bias;
    private final IValue function;
    private final IValue variant;

    /** Takes over weight and bias, which are closed. */
    PackedLinear(Tensor weight, @Nullable Tensor bias) {
        this(weight, bias, Argument.NO_FUNCTION, Argument.NO_NAME);
    }

    /** With the exact GELU of the result; takes over weight and bias, which are closed. */
    static PackedLinear thenGelu(Tensor weight, Tensor bias) {
        return new PackedLinear(weight, bias, Argument.GELU, Argument.EXACTLY);
    }

    private PackedLinear(Tensor weight, @Nullable Tensor bias, IValue function, IValue variant) {
        this.function = function;
        this.variant = variant;
        out = weight.size(0);
        try (weight;
                bias;
                Region region = Region.open()) {
            Tensor packed = OneDnn.PACK_LINEAR.call(Argument.of(weight.detach()), new IValue(ROWS));
            this.weight = Argument.kept(Argument.of(packed));
            this.bias =
                    Argument.kept(Argument.of(bias == null ? null : bias.copy().detach()));
        }
    }

    @Override
    public Tensor of(Tensor x) {
        return Meter.count(Meter.Kind.LINEAR, 2.0 * x.elements() * out, () -> product(x));
    }

    private Tensor product(Tensor x) {
        return OneDnn.LINEAR.call(Argument.of(x), weight, bias, function, Argument.NO_NUMBERS, variant);
    }

    /** Each number of the result times that of {@code factor}, as oneDNN still has it in hand. */
    Tensor times(Tensor factor, Tensor x) {
        return with(factor, x, Argument.MULTIPLIED);
    }

    /** Each number of the result and that of {@code addend}, summed as oneDNN still has it in hand. */
    Tensor plus(Tensor addend, Tensor x) {
        return with(addend, x, Argument.ADDED);
    }

    private Tensor with(Tensor other, Tensor x, IValue operation) {
        return Meter.count(
                Meter.Kind.LINEAR,
                2.0 * x.elements() * out,
                () -> OneDnn.LINEAR_WITH.call(Argument.of(x), Argument.of(other), weight, bias, operation));
    }

    @Override
    public void close() {
        Argument.free(weight, bias);
    }
}
