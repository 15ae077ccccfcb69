package io.sfumato.tensor;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.GradMode;

/**
 * What autoencoders and U-Nets do with maps of features, [N, C, H, W]. While a gradient is recorded these are the operations
 * of {@link Functional} one after the other. Otherwise memory is saved: a large map is convolved in {@linkplain Bands bands},
 * so that what lies between it and the result never exists as a whole.
 */
public final class FeatureMaps {
    private FeatureMaps() {}

    /**
     * The same map as it is convolved soonest, with the channels of a pixel together, and so do those that are made of it: on a processor, and in 16 bits
     * elsewhere. As it is in float32 elsewhere, and while a gradient is recorded.
     */
    public static Tensor laidOut(Tensor x) {
        boolean gains = x.device().isCpu() || WeightLayout.CHANNELS_LAST.serves(x.placement());
        return gains && !GradMode.is_enabled() ? x.channelsLast() : x;
    }

    /** A convolution that keeps height and width. */
    public static Tensor convolve(Tensor x, Convolution convolution) {
        Convolution cast = convolution.to(x.dtype());
        return Bands.areWorthwhile(
                        x.shape(), x.placement(), convolution.weight().shape())
                ? Bands.convolve(x, x.shape(), Bands::rowsOf, cast)
                : whole(x, cast);
    }

    /** Group norm, SiLU, and a convolution that keeps height and width. */
    public static Tensor activateAndConvolve(Tensor x, Normalisation norm, Convolution convolution) {
        Convolution cast = convolution.to(x.dtype());
        return Bands.areWorthwhile(
                        x.shape(), x.placement(), convolution.weight().shape())
                ? Bands.convolve(x, x.shape(), samples -> Bands.activatedRowsOf(samples, norm), cast)
                : whole(Functional.silu(normalise(x, norm)), cast);
    }

    /** Height and width doubled by repeating pixels, and a convolution that keeps them. */
    public static Tensor doubleAndConvolve(Tensor x, Convolution convolution) {
        Convolution cast = convolution.to(x.dtype());
        Shape doubled = x.shape().with(2, 2 * x.size(2)).with(3, 2 * x.size(3)); // [N, C, 2H, 2W]
        if (!Bands.areWorthwhile(doubled, x.placement(), convolution.weight().shape())) {
            return whole(Functional.upsampleNearest(x), cast);
        }
        if (Bands.areNeeded(doubled, x.placement())) {
            ResidentMemory.giveBack(); // what smaller maps leave is too small for those that come
        }
        return Bands.convolve(x, doubled, Bands::doubledRowsOf, cast);
    }

    /** Group norm alone. */
    public static Tensor normalise(Tensor x, Normalisation norm) {
        return Functional.groupNorm(x, norm.groups(), norm.weight(), norm.bias(), norm.epsilon());
    }

    private static Tensor whole(Tensor x, Convolution convolution) {
        return Functional.conv2d(x, convolution.weight(), convolution.bias(), 1, convolution.reach());
    }

    /**
     * Steps one after the other. While no gradient is recorded, what a step has made is freed when it is done, and its input
     * too: memory is that of the widest step, not of all together. {@code x} itself stays.
     */
    public static Tensor compose(Tensor x, List<? extends UnaryOperator<Tensor>> steps) {
        boolean recorded = GradMode.is_enabled();
        Tensor h = x;
        for (UnaryOperator<Tensor> step : steps) {
            h = recorded ? step.apply(h) : h == x ? first(x, step) : Region.replacing(h, step);
        }
        return h;
    }

    /**
     * What {@code steps} make of {@code x}, one after the other, and beside it what {@code shortcut} makes of it. While no gradient is
     * recorded, the sum takes the place of the former, and nothing else stays.
     *
     * @param steps one or more, the last of which makes a tensor of its own
     */
    public static Tensor residual(
            Tensor x, List<? extends UnaryOperator<Tensor>> steps, UnaryOperator<Tensor> shortcut) {
        Tensor h = compose(x, steps);
        if (GradMode.is_enabled()) {
            return shortcut.apply(x).add(h);
        }
        try (Region region = Region.open()) {
            return h.addInPlace(shortcut.apply(x));
        }
    }

    private static Tensor first(Tensor x, UnaryOperator<Tensor> step) {
        try (Region region = Region.open()) {
            Tensor next = step.apply(x);
            return next == x ? x : region.keep(next);
        }
    }
}
