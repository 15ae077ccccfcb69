package io.sfumato.tensor;

import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * A linear map with packed weights.
 *
 * @param out features of a result
 */
record PackedLinear(Tensor packed, @Nullable Tensor bias, long out) implements FixedProduct {
    static final String OPERATOR = "mkldnn::_linear_pointwise";
    private static final String PACK = "mkldnn::_reorder_linear_weight";

    /** Rows that weights are laid out for; any number may come. */
    private static final long ROWS = 1024;

    static PackedLinear of(Tensor weight, @Nullable Tensor bias) {
        try (weight;
                Region region = Region.open()) {
            Tensor packed = NamedOperators.call(PACK, NamedOperators.tensor(weight.detach()), new IValue(ROWS));
            return new PackedLinear(packed.pin(), bias, weight.size(0));
        }
    }

    @Override
    public Tensor of(Tensor x) {
        return Meter.count(Meter.Kind.LINEAR, 2.0 * x.elements() * out, () -> product(x));
    }

    private Tensor product(Tensor x) {
        return NamedOperators.call(
                OPERATOR,
                NamedOperators.tensor(x),
                NamedOperators.tensor(packed),
                NamedOperators.tensor(bias == null ? null : bias.detach()),
                new IValue("none"), // nothing is applied to the result
                NamedOperators.noScalars(),
                new IValue(""));
    }

    @Override
    public void close() {
        packed.close();
        if (bias != null) {
            bias.close();
        }
    }
}
