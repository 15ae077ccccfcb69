package io.sfumato.tensor;

import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Convolutions of large maps, band after band of rows. Each band is made with the rows beside it that the kernel sees, and is
 * normalised with the statistics of the whole map: nothing tells where one band ends. Only the map that goes in and the one
 * that comes out exist as a whole.
 */
final class Bands {
    /** Of a map that is convolved at once, and of a band: small enough for the processor's cache, about. */
    private static final long BYTES = 8 << 20;

    /** A band of fewer rows would be made mostly of rows beside it. */
    private static final long LEAST_ROWS = 4;

    private Bands() {}

    /** Makes rows {@code from} (counted) to {@code to} (not counted) of a map that does not exist as a whole. */
    @FunctionalInterface
    interface Rows {
        Tensor make(long from, long to);
    }

    /** Whether a map is large enough, and no gradient needs what lies on the way. */
    static boolean areWorthwhile(Shape map, Placement placement) {
        return placement.device().isCpu()
                && !GradMode.is_enabled()
                && map.elements() * placement.dtype().bytes() > 2 * BYTES;
    }

    /** Rows of a map that is there. */
    static Rows rowsOf(Tensor x) {
        return (from, to) -> x.narrow(2, from, to - from);
    }

    /** Rows of a map after group norm and SiLU. */
    static Rows activatedRowsOf(Tensor x, Normalisation norm) {
        GroupMoments moments = GroupMoments.of(x, norm.groups(), rows(x.shape(), x.dtype()));
        ChannelMap map = ChannelMap.of(moments, norm, x);
        return (from, to) -> Functional.silu(map.apply(x.narrow(2, from, to - from)));
    }

    /** Rows of a map of twice the height and width. */
    static Rows doubledRowsOf(Tensor x) {
        return (from, to) -> {
            long first = from / 2;
            long last = (to + 1) / 2;
            Tensor doubled = Functional.upsampleNearest(x.narrow(2, first, last - first));
            return doubled.narrow(2, from - 2 * first, to - from);
        };
    }

    /** Rows of a band. */
    static long rows(Shape map, DType dtype) {
        return Math.max(LEAST_ROWS, BYTES * map.size(2) / (map.elements() * dtype.bytes()));
    }

    /**
     * Convolves a map of shape {@code map}, made by {@code rows}, with a kernel that has its precision.
     */
    static Tensor convolve(Rows rows, Shape map, Convolution convolution) {
        Tensor weight = convolution.weight();
        long height = map.size(2);
        long reach = convolution.reach();
        long step = rows(map, weight.dtype());
        Tensor out = Tensors.empty(map.with(1, weight.size(0)), weight.placement());
        for (long from = 0; from < height; from += step) {
            long to = Math.min(from + step, height);
            try (Region region = Region.open()) {
                Tensor seen = rows.make(Math.max(0, from - reach), Math.min(height, to + reach));
                long above = Math.max(0, reach - from);
                long below = Math.max(0, to + reach - height);
                Tensor band = Functional.pad(seen, 0, 0, above, below); // zeros beyond the picture
                out.narrow(2, from, to - from)
                        .copyInPlace(Functional.conv2d(band, weight, convolution.bias(), 1, new long[] {0, reach}));
            }
        }
        return out;
    }

    /** A scale and a shift for each channel of each sample: what group norm is once the statistics are known. */
    private record ChannelMap(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon) {
        static ChannelMap of(GroupMoments moments, Normalisation norm, Tensor x) {
            long samples = x.size(0);
            long each = x.size(1) / norm.groups();
            DType precise = x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
            return new ChannelMap(
                    perSample(norm.weight().to(precise), samples),
                    perSample(norm.bias().to(precise), samples),
                    perChannel(moments.mean().to(precise), each),
                    perChannel(moments.variance().to(precise), each),
                    norm.epsilon());
        }

        private static Tensor perSample(Tensor channels, long samples) {
            return channels.unsqueeze(0).expand(samples, channels.size(0)).reshape(-1); // [N·C]
        }

        private static Tensor perChannel(Tensor groups, long each) {
            return groups.unsqueeze(2)
                    .expand(groups.size(0), groups.size(1), each)
                    .reshape(-1); // [N, G] to [N·C]
        }

        /** Batch norm with known statistics, each channel of each sample as a channel of its own. */
        Tensor apply(Tensor rows) {
            return Meter.count(Meter.Kind.NORM, 0, () -> map(rows));
        }

        private Tensor map(Tensor rows) {
            Tensor channels = rows.reshape(1, -1, rows.size(2), rows.size(3)); // [1, N·C, rows, W]
            return Tensor.wrap(torch.batch_norm(
                            channels.handle(),
                            new TensorOptional(weight.handle()),
                            new TensorOptional(bias.handle()),
                            new TensorOptional(mean.handle()),
                            new TensorOptional(variance.handle()),
                            false,
                            0,
                            epsilon,
                            false))
                    .reshape(rows.shape().toArray()); // [N, C, rows, W]
        }
    }
}
