package io.sfumato.nn;

import io.sfumato.tensor.Convolution;
import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Square convolution over [N, C, H, W]. */
public final class Conv2d extends Module implements Layer {
    private final Convolution convolution;
    private final long stride;
    private final long padding;

    private Conv2d(Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        convolution = new Convolution(parameter("weight", weight), bias == null ? null : parameter("bias", bias));
        this.stride = stride;
        this.padding = padding;
    }

    private static Conv2d of(long in, long out, long kernel, long stride, long padding, Init init) {
        return of(in, out, new Kernel(kernel, stride, padding), init);
    }

    /** Any kernel. */
    public static Conv2d of(long in, long out, Kernel kernel, Init init) {
        long fanIn = in * kernel.side() * kernel.side();
        return new Conv2d(
                init.uniform(Shape.of(out, in, kernel.side(), kernel.side()), fanIn),
                init.uniform(Shape.of(out), fanIn),
                kernel.stride(),
                kernel.padding());
    }

    /** Any kernel, without a bias. */
    public static Conv2d withoutBias(long in, long out, Kernel kernel, Init init) {
        long fanIn = in * kernel.side() * kernel.side();
        return new Conv2d(
                init.uniform(Shape.of(out, in, kernel.side(), kernel.side()), fanIn),
                null,
                kernel.stride(),
                kernel.padding());
    }

    /**
     * What a convolution sees.
     *
     * @param side of the square that it sees at once, in pixels
     * @param stride pixels from one square to the next
     * @param padding rows and columns of zeros on each side of the map
     */
    public record Kernel(long side, long stride, long padding) {}

    /** 3 × 3, same size. */
    public static Conv2d same(long in, long out, Init init) {
        return of(in, out, 3, 1, 1, init);
    }

    /** 3 × 3, same size, all zero at first: the last layer of a residual branch. */
    public static Conv2d zero(long in, long out, Init init) {
        return new Conv2d(init.constant(Shape.of(out, in, 3, 3), 0), init.constant(Shape.of(out), 0), 1, 1);
    }

    /** 1 × 1. */
    public static Conv2d pointwise(long in, long out, Init init) {
        return of(in, out, 1, 1, 0, init);
    }

    /** 1 × 1 without a bias. */
    public static Conv2d pointwiseWithoutBias(long in, long out, Init init) {
        return withoutBias(in, out, new Kernel(1, 1, 0), init);
    }

    /** 1 × 1, all zero at first. */
    public static Conv2d zeroPointwise(long in, long out, Init init) {
        return new Conv2d(init.constant(Shape.of(out, in, 1, 1), 0), init.constant(Shape.of(out), 0), 1, 0);
    }

    /** 3 × 3 with stride 2 and the given zero padding on each side. */
    public static Conv2d halving(long in, long out, long padding, Init init) {
        return of(in, out, 3, 2, padding, init);
    }

    @Override
    public Tensor forward(Tensor x) {
        if (keepsSize()) {
            return FeatureMaps.convolve(x, convolution);
        }
        Convolution cast = convolution.to(x.dtype());
        return Functional.conv2d(x, cast.weight(), cast.bias(), stride, padding);
    }

    private boolean keepsSize() {
        return stride == 1 && 2 * padding + 1 == convolution.weight().size(2);
    }

    /** Group norm, SiLU, and this convolution, which keeps the size: half of a residual block. */
    public Layer activated(GroupNorm norm) {
        return x -> FeatureMaps.activateAndConvolve(x, norm.normalisation(), convolution);
    }

    /** Height and width doubled by repeating pixels, and this convolution, which keeps them. */
    public Layer doubling() {
        return x -> FeatureMaps.doubleAndConvolve(x, convolution);
    }
}
