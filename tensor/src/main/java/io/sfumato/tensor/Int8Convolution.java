package io.sfumato.tensor;

import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * A convolution.
 *
 * @param weights [out, in, k, k]
 */
record Int8Convolution(Int8Kernel kernel, Shape weights, long stride, long padding) implements FixedProduct {
    static final String OPERATOR = "onednn::qconv2d_pointwise";
    private static final String PACK = "onednn::qconv_prepack";

    /** Of maps that weights are laid out for; any size may come. */
    private static final long SIDE = 32;

    /** Any scale and zero point but 0: the true ones come with the features. */
    private static final double SCALE = 0.1;

    private static final long ZERO_POINT = 100;

    static Int8Convolution of(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        Int8Kernel kernel = Int8Kernel.of(weight, bias, numbers -> packed(numbers, stride, padding));
        return new Int8Convolution(kernel, weight.shape(), stride, padding);
    }

    private static Tensor packed(Tensor numbers, long stride, long padding) {
        Tensor scales = Tensors.full(Shape.of(numbers.size(0)), SCALE, Placement.FLOAT32);
        return NamedOperators.call(
                PACK,
                NamedOperators.tensor(numbers),
                NamedOperators.tensor(scales),
                new IValue(SCALE),
                new IValue(ZERO_POINT),
                NamedOperators.numbers(stride, stride),
                NamedOperators.numbers(padding, padding),
                NamedOperators.numbers(1, 1), // dilation
                new IValue(1L), // groups
                NamedOperators.numbers(1, numbers.size(1), SIDE, SIDE));
    }

    @Override
    public Tensor of(Tensor x) {
        return Functional.counted(weights, x, stride, new long[] {padding, padding}, () -> convolved(x));
    }

    /** The channels of a pixel lie together in what comes out; they are best so in {@code x}, too. */
    private Tensor convolved(Tensor x) {
        return kernel.times(
                x,
                OPERATOR,
                NamedOperators.numbers(stride, stride),
                NamedOperators.numbers(padding, padding),
                NamedOperators.numbers(1, 1), // dilation
                new IValue(1L)); // groups
    }

    @Override
    public void close() {
        kernel.close();
    }
}
