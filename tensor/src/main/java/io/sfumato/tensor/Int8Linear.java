package io.sfumato.tensor;

import org.jspecify.annotations.Nullable;

/** A linear map to {@code out} features. */
record Int8Linear(Int8Kernel kernel, long out) implements FixedProduct {
    static final String OPERATOR = "onednn::qlinear_pointwise";
    private static final String PACK = "onednn::qlinear_prepack";

    /** Rows that weights are laid out for; any number may come. */
    private static final long ROWS = 1024;

    static Int8Linear of(Tensor weight, @Nullable Tensor bias) {
        Int8Kernel kernel = Int8Kernel.of(
                weight,
                bias,
                numbers -> NamedOperators.call(
                        PACK, NamedOperators.tensor(numbers), NamedOperators.numbers(ROWS, weight.size(1))));
        return new Int8Linear(kernel, weight.size(0));
    }

    @Override
    public Tensor of(Tensor x) {
        return Meter.count(Meter.Kind.LINEAR, 2.0 * x.elements() * out, () -> kernel.times(x, OPERATOR));
    }

    @Override
    public void close() {
        kernel.close();
    }
}
