package io.sfumato.tensor;

import org.bytedeco.pytorch.IValue;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with packed weights. They are laid out for maps of the size that came last, for the first when one comes: into the layout of
 * another size oneDNN would bring them at each call, number by number.
 */
final class PackedConvolution implements FixedProduct {
    static final String OPERATOR = "mkldnn::_convolution_pointwise";
    private static final String PACK = "mkldnn::_reorder_convolution_weight";

    private final Shape shape;
    private final @Nullable Tensor bias;
    private final long stride;
    private final long padding;
    private Tensor weight;
    private @Nullable Shape laidOutFor;

    PackedConvolution(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        this.shape = weight.shape();
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = padding;
    }

    @Override
    public Tensor of(Tensor x) {
        if (!x.shape().equals(laidOutFor)) {
            layOut(x.shape());
        }
        return Functional.counted(shape, x, stride, new long[] {padding, padding}, () -> convolved(x));
    }

    private synchronized void layOut(Shape map) {
        try (Region region = Region.open()) {
            Tensor plain = laidOutFor == null
                    ? weight.detach()
                    : Tensor.wrap(weight.handle().to_dense());
            Tensor packed = NamedOperators.call(
                            PACK,
                            NamedOperators.tensor(plain),
                            twice(padding),
                            twice(stride),
                            twice(1), // dilation
                            new IValue(1L), // groups
                            NamedOperators.numbers(map.toArray()))
                    .pin();
            weight.close();
            weight = packed;
            laidOutFor = map;
        }
    }

    /** Of features whose channels lie together it is soonest done; so do those that come out. */
    private Tensor convolved(Tensor x) {
        return NamedOperators.call(
                OPERATOR,
                NamedOperators.tensor(x),
                NamedOperators.tensor(weight),
                NamedOperators.tensor(bias == null ? null : bias.detach()),
                twice(padding),
                twice(stride),
                twice(1), // dilation
                new IValue(1L), // groups
                new IValue("none"), // nothing is applied to the result
                NamedOperators.noScalars(),
                new IValue());
    }

    private static IValue twice(long value) {
        return NamedOperators.numbers(value, value);
    }

    @Override
    public void close() {
        weight.close();
        if (bias != null) {
            bias.close();
        }
    }
}
