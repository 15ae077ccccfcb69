package io.sfumato.nn;

import io.sfumato.tensor.Convolution;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import org.jspecify.annotations.Nullable;

/** Square convolution over [N, C, H, W]. */
public final class Conv2d extends WeightedLayer {
    private static final Kernel SAME = new Kernel(3, 1, 1);
    private static final Kernel POINT = new Kernel(1, 1, 0);

    private final Convolution convolution;
    private final Kernel kernel;

    private Conv2d(Tensor weight, @Nullable Tensor bias, Kernel kernel) {
        convolution = new Convolution(parameter("weight", weight), bias == null ? null : parameter("bias", bias));
        this.kernel = kernel;
    }

    /**
     * What a convolution sees.
     *
     * @param side of the square that it sees at once, in pixels
     * @param stride pixels from one square to the next
     * @param padding rows and columns of zeros on each side of the map
     */
    public record Kernel(long side, long stride, long padding) {
        /** The shape of the weights. */
        private Shape shape(long in, long out) {
            return Shape.of(out, in, side, side);
        }

        private boolean keepsSize() {
            return stride == 1 && 2 * padding + 1 == side;
        }
    }

    /** Any kernel. */
    public static Conv2d of(long in, long out, Kernel kernel, Init init) {
        Shape shape = kernel.shape(in, out);
        long fanIn = shape.elements() / out;
        return new Conv2d(init.uniform(shape, fanIn), init.uniform(Shape.of(out), fanIn), kernel);
    }

    /** Any kernel, without a bias. */
    public static Conv2d withoutBias(long in, long out, Kernel kernel, Init init) {
        Shape shape = kernel.shape(in, out);
        return new Conv2d(init.uniform(shape, shape.elements() / out), null, kernel);
    }

    private static Conv2d zero(long in, long out, Kernel kernel, Init init) {
        return new Conv2d(init.constant(kernel.shape(in, out), 0), init.constant(Shape.of(out), 0), kernel);
    }

    /** 3 × 3, same size. */
    public static Conv2d same(long in, long out, Init init) {
        return of(in, out, SAME, init);
    }

    /** 3 × 3, same size, all zero at first: the last layer of a residual branch. */
    public static Conv2d zero(long in, long out, Init init) {
        return zero(in, out, SAME, init);
    }

    /** 1 × 1. */
    public static Conv2d pointwise(long in, long out, Init init) {
        return of(in, out, POINT, init);
    }

    /** 1 × 1 without a bias. */
    public static Conv2d pointwiseWithoutBias(long in, long out, Init init) {
        return withoutBias(in, out, POINT, init);
    }

    /** 1 × 1, all zero at first. */
    public static Conv2d zeroPointwise(long in, long out, Init init) {
        return zero(in, out, POINT, init);
    }

    /** 3 × 3 with stride 2 and the given zero padding on each side. */
    public static Conv2d halving(long in, long out, long padding, Init init) {
        return of(in, out, new Kernel(3, 2, padding), init);
    }

    /** 1 × 1 without a bias, all zero at first. */
    public static Conv2d zeroPointwiseWithoutBias(long in, long out, Init init) {
        return new Conv2d(init.constant(POINT.shape(in, out), 0), null, POINT);
    }

    /** What it sees. */
    public Kernel kernel() {
        return kernel;
    }

    @Override
    public Tensor weight() {
        return convolution.weight();
    }

    @Override
    Tensor multiplied(Tensor x) {
        if (kernel.keepsSize()) {
            return FeatureMaps.convolve(x, convolution);
        }
        Convolution cast = convolution.to(x.dtype());
        return Functional.conv2d(x, cast.weight(), cast.bias(), kernel.stride(), kernel.padding());
    }

    @Override
    FixedProduct laidOut(WeightLayout layout, Features features) {
        return layout.convolution(
                convolution.weight(), convolution.bias(), kernel.stride(), kernel.padding(), features);
    }

    /** Group norm, SiLU, and this convolution, which keeps the size: half of a residual block. */
    public Layer activated(GroupNorm norm) {
        return x -> isPlain()
                ? FeatureMaps.activateAndConvolve(x, norm.normalisation(), convolution)
                : forward(Functional.silu(norm.forward(x)));
    }

    /** Height and width doubled by repeating pixels, and this convolution, which keeps them. */
    public Layer doubling() {
        return x -> isPlain() ? FeatureMaps.doubleAndConvolve(x, convolution) : forward(Functional.upsampleNearest(x));
    }
}
