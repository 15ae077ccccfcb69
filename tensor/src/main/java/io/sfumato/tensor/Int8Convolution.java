package io.sfumato.tensor;

import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/** A convolution of 8-bit integers. The channels of a pixel lie together in what comes out; they are best so in what goes in, too. */
final class Int8Convolution implements FixedProduct {
    /** Of maps that weights are laid out for; any size may come. */
    private static final long SIDE = 32;

    /** Any scale and zero point but 0: the true ones come with the features. */
    private static final double SCALE = 0.1;

    private static final long ZERO_POINT = 100;

    private final Shape shape;
    private final long stride;
    private final long[] paddings;
    private final IValue strideTwice;
    private final IValue paddingTwice;
    private final Int8Kernel kernel;

    /** Takes over weight and bias, which are closed. */
    Int8Convolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        this.shape = weight.shape();
        this.stride = stride;
        this.paddings = new long[] {padding, padding};
        this.strideTwice = Argument.twice(stride);
        this.paddingTwice = Argument.twice(padding);
        this.kernel = new Int8Kernel(
                OneDnn.INT8_CONVOLUTION,
                weight,
                bias,
                this::packed,
                strideTwice,
                paddingTwice,
                Argument.ONE_TWICE, // dilation
                Argument.ONE); // groups
    }

    private Tensor packed(Tensor numbers) {
        Tensor scales = Tensors.full(Shape.of(shape.size(0)), SCALE, Placement.FLOAT32);
        return OneDnn.PACK_INT8_CONVOLUTION.call(
                Argument.of(numbers),
                Argument.of(scales),
                new IValue(SCALE),
                new IValue(ZERO_POINT),
                strideTwice,
                paddingTwice,
                Argument.ONE_TWICE, // dilation
                Argument.ONE, // groups
                Argument.list(1, shape.size(1), SIDE, SIDE));
    }

    @Override
    public Tensor of(Tensor x) {
        return Functional.counted(shape, x, stride, paddings, () -> kernel.times(x));
    }

    @Override
    public void close() {
        kernel.close();
        Argument.free(strideTwice, paddingTwice);
    }
}
