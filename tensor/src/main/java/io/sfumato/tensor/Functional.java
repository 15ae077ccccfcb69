package io.sfumato.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The operations of neural networks. Images are [N, C, H, W], token sequences [N, T, D]. */
public final class Functional {
    /**
     * oneDNN 3.7, which convolves all but float64, goes wrong on some processors where the last block of 16 channels is
     * not full (twice that with a stride): 12 dB of signal to noise, in bfloat16 forward and backward, in float32
     * backward. Full blocks are right everywhere.
     */
    private static final long CHANNEL_BLOCK = 16;

    /** Of fewer tokens, a product of matrices is done sooner than a convolution has begun. */
    private static final long LEAST_CONVOLVED = 64;

    /** Pixels from which on libtorch normalises groups in another way. */
    private static final long SMALL_MAP = 1024;

    private Functional() {}

    /** x · weightᵀ + bias; weight is [out, in]. */
    public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return Meter.count(
                Meter.Kind.LINEAR,
                2.0 * x.elements() * weight.size(0),
                () -> isBestConvolved(x, weight) ? convolvedLinear(x, weight, bias) : plainLinear(x, weight, bias));
    }

    private static Tensor plainLinear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return Tensor.wrap(torch.linear(x.handle(), weight.handle(), optional(bias)));
    }

    /**
     * In float32, libtorch multiplies matrices with OpenBLAS on one thread and convolves with oneDNN on all. In full blocks
     * of channels both are right.
     */
    private static boolean isBestConvolved(Tensor x, Tensor weight) {
        return x.dtype() == DType.FLOAT32
                && x.device().isCpu()
                && x.elements() >= LEAST_CONVOLVED * weight.size(1)
                && missing(weight.size(0), CHANNEL_BLOCK) + missing(weight.size(1), CHANNEL_BLOCK) == 0;
    }

    /** The same as a convolution of a column of pixels, one a token, whose channels lie together: nothing is copied. */
    private static Tensor convolvedLinear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Tensor column = x.reshape(1, -1, 1, weight.size(1)).permute(0, 3, 1, 2); // [1, in, tokens, 1]
        Tensor kernel = weight.reshape(weight.size(0), weight.size(1), 1, 1); // [out, in, 1, 1]
        Tensor y = convolution(column, kernel, bias, 1, new long[] {0, 0}); // [1, out, tokens, 1]
        return y.permute(0, 2, 3, 1)
                .reshape(x.shape().with(x.rank() - 1, weight.size(0)).toArray()); // [..., out]
    }

    /** Two-dimensional convolution; weight is [out, in, k, k]. */
    public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, long stride, long padding) {
        return conv2d(x, weight, bias, stride, new long[] {padding, padding});
    }

    /** As above, with its own padding of rows and of columns. */
    static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, long stride, long[] padding) {
        return counted(weight.shape(), x, stride, padding, () -> conv2dInBlocks(x, weight, bias, stride, padding));
    }

    /**
     * Does a convolution of {@code x}, and counts what it costs.
     *
     * @param weight its shape, [out, in, k, k]
     */
    static Tensor counted(Shape weight, Tensor x, long stride, long[] padding, Supplier<Tensor> convolution) {
        boolean pointwise = weight.size(2) == 1 && weight.size(3) == 1;
        return Meter.count(
                pointwise ? Meter.Kind.POINTWISE : Meter.Kind.CONVOLUTION,
                2.0 * weight.elements() * x.size(0) * places(x, weight, stride, padding),
                convolution);
    }

    /** Where a kernel lies on a map, in turn. */
    private static double places(Tensor x, Shape weight, long stride, long[] padding) {
        double places = 1;
        for (int i = 0; i < 2; i++) {
            places *= places(x.size(2 + i) + 2 * padding[i], weight.size(2 + i), stride);
        }
        return places;
    }

    /** Where a kernel lies on a line of so many pixels, in turn. */
    static long places(long pixels, long kernel, long stride) {
        return (pixels - kernel) / stride + 1;
    }

    private static Tensor conv2dInBlocks(Tensor x, Tensor weight, @Nullable Tensor bias, long stride, long[] padding) {
        long block = stride == 1 ? CHANNEL_BLOCK : 2 * CHANNEL_BLOCK;
        long out = missing(weight.size(0), block);
        long in = missing(weight.size(1), block);
        boolean right = x.dtype() == DType.FLOAT64 || !x.device().isCpu() || out + in == 0;
        if (right) {
            return convolution(x, weight, bias, stride, padding);
        }
        Tensor wide = convolution(
                pad(x, 0, 0, 0, 0, 0, in),
                pad(weight, 0, 0, 0, 0, 0, in, 0, out),
                bias == null ? null : pad(bias, 0, out),
                stride,
                padding);
        return wide.narrow(1, 0, weight.size(0));
    }

    /** Whether channels in and out of weights [out, in, ...] fill blocks, also those that a stride makes of twice the size. */
    static boolean fillsBlocks(Shape weight) {
        return weight.size(0) % (2 * CHANNEL_BLOCK) == 0 && weight.size(1) % (2 * CHANNEL_BLOCK) == 0;
    }

    private static long missing(long channels, long block) {
        return (block - channels % block) % block;
    }

    private static Tensor convolution(Tensor x, Tensor weight, @Nullable Tensor bias, long stride, long[] padding) {
        if (Outline.isAskedFor(x)) {
            return Outline.convolution(x, weight, bias, stride, padding);
        }
        return Tensor.wrap(torch.conv2d(
                x.handle(),
                weight.handle(),
                optional(bias),
                new long[] {stride, stride},
                padding,
                new long[] {1, 1},
                1));
    }

    /** Adds zeros; two numbers a dimension, before and after, the last dimension first. Nothing to add costs nothing. */
    static Tensor pad(Tensor x, long... amounts) {
        return Arrays.stream(amounts).allMatch(amount -> amount == 0)
                ? x
                : Tensor.wrap(torch.constant_pad_nd(x.handle(), amounts));
    }

    /**
     * Wu and He 2018: normalises each group of channels of each sample. Weight and bias may be more precise than {@code x}: a CPU
     * mixes them as it goes, elsewhere {@code x} takes their precision for it.
     */
    public static Tensor groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double epsilon) {
        Tensor precise = x.device().isCpu() ? x : x.to(weight.dtype());
        return Meter.count(Meter.Kind.NORM, 0, () -> (Outline.isAskedFor(x)
                        ? Outline.normalised(precise, weight, bias)
                        : groupNormed(precise, groups, weight, bias, epsilon))
                .to(x.dtype()));
    }

    private static Tensor groupNormed(Tensor x, int groups, Tensor weight, Tensor bias, double epsilon) {
        if (isSlowPixelByPixel(x, groups)) {
            return groupNormed(x.contiguous(), groups, weight, bias, epsilon).channelsLast();
        }
        if (isImprecisePixelByPixel(x)) {
            Normalisation norm = new Normalisation(groups, weight, bias, epsilon);
            return ChannelMap.of(GroupMoments.of(x, groups, x.size(2)), norm, x.dtype())
                    .apply(x);
        }
        Tensor normed =
                Tensor.wrap(torch.group_norm(x.handle(), groups, optional(weight), optional(bias), epsilon, false));
        return x.device().isCpu() ? normed : inTheOrderOf(x, normed);
    }

    /**
     * A graphics processor's group norm wants planes, and leaves planes: the next convolution wants pixels again. Statistics of our own would
     * spare a pass there and back, and start some twenty operations in its place.
     */
    static Tensor inTheOrderOf(Tensor x, Tensor made) {
        return x.liesPixelByPixel() ? made.channelsLast() : made;
    }

    /**
     * Of small maps whose pixels lie together, libtorch reads a group pixel by pixel: where so few channels do not fill its vectors,
     * number by number, up to 40 times slower than a group that lies together.
     */
    private static boolean isSlowPixelByPixel(Tensor x, int groups) {
        long vector = x.dtype().bytes() == 2 ? 16 : 8;
        return x.rank() == 4
                && x.size(2) * x.size(3) < SMALL_MAP
                && x.size(1) < vector * groups
                && x.liesPixelByPixel()
                && x.device().isCpu();
    }

    /**
     * Of maps whose pixels lie together, libtorch takes the variance as the mean square less the square of the mean: in float32, a mean of 50
     * deviations leaves three digits of it. Of numbers of 16 bits, rounding has left fewer.
     */
    private static boolean isImprecisePixelByPixel(Tensor x) {
        return x.dtype() == DType.FLOAT32
                && x.rank() == 4
                && x.device().isCpu()
                && !GradMode.is_enabled()
                && !Recomputation.isOpen()
                && x.liesPixelByPixel();
    }

    /**
     * Ba et al. 2016, over the last dimension. It is computed in the precision of the weight, since the gradients of
     * weight and bias are summed over all rows: thousands of bfloat16 summands add up to nearly nothing.
     */
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        Tensor precise = x.to(weight.dtype());
        return Meter.count(Meter.Kind.NORM, 0, () -> (Outline.isAskedFor(x)
                        ? Outline.normalised(precise, weight, bias)
                        : layerNormed(precise, weight, bias, epsilon))
                .to(x.dtype()));
    }

    private static Tensor layerNormed(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        long[] features = {x.size(-1)};
        return Tensor.wrap(torch.layer_norm(x.handle(), features, optional(weight), optional(bias), epsilon, false));
    }

    /** x · sigmoid(x), also called swish. */
    public static Tensor silu(Tensor x) {
        return activation(() -> Tensor.wrap(torch.silu(x.handle())));
    }

    /** {@link #silu} in the place of {@code x}. */
    static Tensor siluInPlace(Tensor x) {
        return activation(() -> {
            torch.silu_(x.handle());
            return x;
        });
    }

    /** max(x, 0). */
    public static Tensor relu(Tensor x) {
        return activation(() -> Outline.isAskedFor(x) ? Outline.ofEach(x) : Tensor.wrap(torch.relu(x.handle())));
    }

    /** x where it is positive, elsewhere {@code slope} · x. */
    public static Tensor leakyRelu(Tensor x, double slope) {
        return activation(() -> Tensor.wrap(torch.leaky_relu(x.handle(), new Scalar(slope))));
    }

    /** GEGLU (Shazeer 2020): the first half of the last dimension, times the GELU of the second. */
    public static Tensor geglu(Tensor x) {
        List<Tensor> halves = x.chunk(2, -1);
        return halves.get(0).mul(gelu(halves.get(1)));
    }

    /** log(1 + eˣ). */
    public static Tensor softplus(Tensor x) {
        return activation(() -> Tensor.wrap(torch.softplus(x.handle())));
    }

    /** The exact Gaussian error linear unit. */
    public static Tensor gelu(Tensor x) {
        return activation(() -> Tensor.wrap(torch.gelu(x.handle())));
    }

    /** x · sigmoid(1.702 x): the quick approximation of {@link #gelu} by Hendrycks and Gimpel 2016, sec. 2. */
    public static Tensor quickGelu(Tensor x) {
        return activation(
                () -> Tensor.wrap(torch.sigmoid(x.mul(1.702).handle())).mul(x));
    }

    private static Tensor activation(Supplier<Tensor> function) {
        return Meter.count(Meter.Kind.ACTIVATION, 0, function);
    }

    public static Tensor softmax(Tensor x, int dimension) {
        return Tensor.wrap(torch.softmax(x.handle(), dimension));
    }

    /** The largest number along one dimension, which is gone, and where it is: int64. */
    public record Largest(Tensor values, Tensor indices) {}

    /** The largest along {@code dimension}. */
    public static Largest largest(Tensor x, int dimension) {
        T_TensorTensor_T found = torch.max(x.handle(), dimension);
        return new Largest(Tensor.wrap(found.get0()), Tensor.wrap(found.get1()));
    }

    /**
     * The mean of the rows of each group, [count, D].
     *
     * @param x [rows, D]
     * @param group int64, [rows]: below {@code count}
     * @param count of groups, each of which has a row
     */
    public static Tensor groupMeans(Tensor x, Tensor group, long count) {
        Tensor sums = Tensors.zeros(Shape.of(count, x.size(1)), x.placement());
        Tensor rows = Tensors.zeros(Shape.of(count), x.placement());
        Tensor ones = Tensors.full(Shape.of(x.size(0)), 1, x.placement());
        sums.handle().index_add_(0, group.handle(), x.handle());
        rows.handle().index_add_(0, group.handle(), ones.handle());
        return sums.div(rows.unsqueeze(1));
    }

    /** Rows of {@code table} ([entries, D]) by int64 {@code indices}; the result has D as its last dimension. */
    public static Tensor embedding(Tensor table, Tensor indices) {
        return Outline.isAskedFor(table)
                ? Outline.rows(table, indices)
                : Tensor.wrap(torch.embedding(table.handle(), indices.handle()));
    }

    /**
     * Zeroes a share {@code rate} of the elements and scales the others by 1/(1 − rate): Srivastava et al. 2014.
     *
     * @param uniform numbers in [0, 1), shaped as {@code x}: an element stays where its number is below 1 − rate
     */
    public static Tensor dropout(Tensor x, double rate, Tensor uniform) {
        Tensor kept = uniform.lt(1 - rate).to(x.placement());
        return x.mul(kept).mul(1 / (1 - rate));
    }

    /** Doubles height and width by repeating pixels. */
    public static Tensor upsampleNearest(Tensor x) {
        return Tensor.wrap(torch.upsample_nearest2d(
                x.handle(),
                new long[] {2 * x.size(2), 2 * x.size(3)},
                new DoubleOptional(2.0),
                new DoubleOptional(2.0)));
    }

    /** Another height and width by linear interpolation between the centres of pixels. */
    public static Tensor resizeBilinear(Tensor x, long height, long width) {
        return Tensor.wrap(torch.upsample_bilinear2d(x.handle(), new long[] {height, width}, false));
    }

    /** Another height and width: each pixel is the one of {@code x} that lies at or before its corner. */
    public static Tensor resizeNearest(Tensor x, long height, long width) {
        return Tensor.wrap(torch.upsample_nearest2d(x.handle(), new long[] {height, width}));
    }

    /** Halves height and width by averaging 2 × 2 pixels. */
    public static Tensor averagePool(Tensor x) {
        return Tensor.wrap(torch.avg_pool2d(x.handle(), 2, 2));
    }

    /** The largest of each {@code side} × {@code side} pixels, every {@code stride} pixels; what is cut at the edge is left out. */
    public static Tensor maxPool(Tensor x, long side, long stride) {
        return maxPool(x, side, stride, false);
    }

    /** As {@link #maxPool}, with what is cut at the edge. */
    public static Tensor maxPoolToTheEdge(Tensor x, long side, long stride) {
        return maxPool(x, side, stride, true);
    }

    private static Tensor maxPool(Tensor x, long side, long stride, boolean toTheEdge) {
        return Tensor.wrap(torch.max_pool2d(
                x.handle(),
                new long[] {side, side},
                new long[] {stride, stride},
                new long[] {0, 0},
                new long[] {1, 1},
                toTheEdge));
    }

    /** Ioffe and Szegedy 2015, with the statistics of this batch: of each channel, over samples and pixels. */
    public static Tensor batchNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        if (Outline.isAskedFor(x)) {
            return Outline.normalised(x, weight, bias);
        }
        TensorOptional none = new TensorOptional();
        return Tensor.wrap(
                torch.batch_norm(x.handle(), optional(weight), optional(bias), none, none, true, 0, epsilon, false));
    }

    /** Folds squares of {@code side} × {@code side} pixels into channels: [N, C, H, W] to [N, C·side², H/side, W/side]. */
    public static Tensor pixelUnshuffle(Tensor x, int side) {
        return Tensor.wrap(torch.pixel_unshuffle(x.handle(), side));
    }

    /** The inverse of {@link #pixelUnshuffle}. */
    public static Tensor pixelShuffle(Tensor x, int side) {
        return Tensor.wrap(torch.pixel_shuffle(x.handle(), side));
    }

    /** Adds zeros at the right and the bottom. */
    public static Tensor padRightBottom(Tensor x, long right, long bottom) {
        return pad(x, 0, right, 0, bottom);
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(tensor.handle());
    }
}
