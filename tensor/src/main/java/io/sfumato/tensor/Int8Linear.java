package io.sfumato.tensor;

import org.jspecify.annotations.Nullable;

/** A linear map of 8-bit integers. */
final class Int8Linear implements FixedProduct {
    /** Rows that weights are laid out for; any number may come. */
    private static final long ROWS = 1024;

    private final long out;
    private final Int8Kernel kernel;

    /** Takes over weight and bias, which are closed. */
    Int8Linear(Tensor weight, @Nullable Tensor bias) {
        long in = weight.size(1);
        out = weight.size(0);
        kernel = new Int8Kernel(
                OneDnn.INT8_LINEAR,
                weight,
                bias,
                numbers -> OneDnn.PACK_INT8_LINEAR.call(Argument.of(numbers), Argument.list(ROWS, in)));
    }

    @Override
    public Tensor of(Tensor x) {
        return Meter.count(Meter.Kind.LINEAR, 2.0 * x.elements() * out, () -> kernel.times(x));
    }

    @Override
    public void close() {
        kernel.close();
    }
}
