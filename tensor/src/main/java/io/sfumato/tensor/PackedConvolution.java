package io.sfumato.tensor;

import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with packed weights. They are laid out for maps of the size that came last, for the first when one comes: into the layout of
 * another size oneDNN would bring them at each call, number by number.
 */
final class PackedConvolution implements FixedProduct {
    private final Shape shape;
    private final IValue bias;
    private final long[] paddings;
    private final long stride;
    private final IValue strideTwice;
    private final IValue paddingTwice;
    private Tensor weight;
    private IValue laidOut = Argument.kept(new IValue());
    private @Nullable Shape laidOutFor;

    /** Takes over weight and bias, which are closed. */
    PackedConvolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        this.shape = weight.shape();
        this.weight = weight;
        this.stride = stride;
        this.paddings = new long[] {padding, padding};
        this.strideTwice = Argument.twice(stride);
        this.paddingTwice = Argument.twice(padding);
        try (bias;
                Region region = Region.open()) {
            this.bias =
                    Argument.kept(Argument.of(bias == null ? null : bias.copy().detach()));
        }
    }

    @Override
    public Tensor of(Tensor x) {
        Shape map = x.shape();
        if (!map.equals(laidOutFor)) {
            layOut(map);
        }
        return Functional.counted(shape, x, stride, paddings, () -> convolved(x));
    }

    private synchronized void layOut(Shape map) {
        try (Region region = Region.open()) {
            Tensor plain = laidOutFor == null
                    ? weight.detach()
                    : Tensor.wrap(weight.handle().to_dense());
            Tensor packed = OneDnn.PACK_CONVOLUTION
                    .call(
                            Argument.of(plain),
                            paddingTwice,
                            strideTwice,
                            Argument.ONE_TWICE, // dilation
                            Argument.ONE, // groups
                            Argument.list(map.toArray()))
                    .pin();
            weight.close();
            Argument.free(laidOut);
            weight = packed;
            laidOut = Argument.kept(Argument.of(packed));
            laidOutFor = map;
        }
        ResidentMemory.freed(shape.elements() * Float.BYTES);
    }

    /** Of features whose channels lie together it is soonest done; so do those that come out. */
    private Tensor convolved(Tensor x) {
        return OneDnn.CONVOLUTION.call(
                Argument.of(x),
                laidOut,
                bias,
                paddingTwice,
                strideTwice,
                Argument.ONE_TWICE, // dilation
                Argument.ONE, // groups
                Argument.NO_FUNCTION,
                Argument.NO_NUMBERS,
                Argument.NOTHING);
    }

    @Override
    public void close() {
        weight.close();
        Argument.free(laidOut, bias, strideTwice, paddingTwice);
    }
}
