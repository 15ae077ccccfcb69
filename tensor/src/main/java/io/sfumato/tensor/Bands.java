package io.sfumato.tensor;

import java.util.function.Function;
import org.bytedeco.pytorch.GradMode;

/**
 * Convolutions of large maps, band after band of rows. Each band is made with the rows beside it that the kernel sees, and is
 * normalised with the statistics of the whole map: nothing tells where one band ends. Only the map that goes in and the one
 * that comes out exist as a whole.
 */
final class Bands {
    /** Of a band, and of small samples that are convolved together: what is made of them fits the processor's cache, about. */
    private static final long BYTES = 4 << 20;

    /** A map of more is convolved in bands. */
    private static final long LARGE = 16 << 20;

    /** A band of fewer rows would be made mostly of rows beside it. */
    private static final long LEAST_ROWS = 4;

    /** Of a map that is convolved in tiles: its weights are brought into their form each time. */
    private static final long LEAST_PIXELS = 64 * 64;

    private Bands() {}

    /** Makes rows {@code from} (counted) to {@code to} (not counted) of a map that does not exist as a whole. */
    @FunctionalInterface
    interface Rows {
        Tensor make(long from, long to);
    }

    /** Whether a map is large enough, and no gradient needs what lies on the way. */
    static boolean areNeeded(Shape map, Placement placement) {
        return placement.device().isCpu()
                && !GradMode.is_enabled()
                && map.elements() * placement.dtype().bytes() > LARGE;
    }

    /** The same, or its convolution is done sooner in tiles. */
    static boolean areWorthwhile(Shape map, Placement placement, Shape weight) {
        return areNeeded(map, placement) || isInTiles(map, placement, weight);
    }

    /** Where no gradient needs it, and nothing may be computed again for one. */
    private static boolean isInTiles(Shape map, Placement placement, Shape weight) {
        long pixels = map.size(2) * map.size(3);
        return placement.device().isCpu()
                && !GradMode.is_enabled()
                && !Recomputation.isOpen()
                && pixels >= LEAST_PIXELS
                && WinogradConvolution.isWorthwhile(weight, pixels)
                && WeightLayout.PACKED.isAvailable()
                && WeightLayout.PACKED.suits(weight, placement.dtype());
    }

    /** Rows of samples that are there. */
    static Rows rowsOf(Tensor x) {
        return (from, to) -> x.narrow(2, from, to - from);
    }

    /** Rows of samples after group norm and SiLU. */
    static Rows activatedRowsOf(Tensor x, Normalisation norm) {
        GroupMoments moments = GroupMoments.of(x, norm.groups(), rows(x.shape(), x.dtype()));
        ChannelMap map = ChannelMap.of(moments, norm, x.dtype());
        return (from, to) ->
                Region.returning(() -> Functional.siluInPlace(normalised(map, x.narrow(2, from, to - from)))
                        .to(x.dtype()));
    }

    private static Tensor normalised(ChannelMap map, Tensor rows) {
        return Meter.count(Meter.Kind.NORM, 0, () -> map.apply(rows));
    }

    /** Rows of samples of twice the height and width. */
    static Rows doubledRowsOf(Tensor x) {
        return (from, to) -> {
            long first = from / 2;
            long last = (to + 1) / 2;
            Tensor doubled = Functional.upsampleNearest(x.narrow(2, first, last - first));
            return doubled.narrow(2, from - 2 * first, to - from);
        };
    }

    /** Rows of a band: an even number, or all. */
    static long rows(Shape map, DType dtype) {
        long height = map.size(2);
        long rows = BYTES * height / (map.elements() * dtype.bytes());
        return rows >= height ? height : Math.max(LEAST_ROWS, rows / 2 * 2);
    }

    /**
     * Convolves {@code x} with a kernel that has its precision, a sample after the other, or some at once where they are small. What comes out lies in
     * memory as {@code x} does.
     *
     * @param map of what is convolved: {@code x}, or larger where rows are made so
     * @param rowsOf makes the rows of some samples
     */
    static Tensor convolve(Tensor x, Shape map, Function<Tensor, Rows> rowsOf, Convolution convolution) {
        if (!isInTiles(map, x.placement(), convolution.weight().shape())) {
            return convolve(x, map, rowsOf, convolution, new Plain(convolution));
        }
        try (WinogradConvolution inTiles = Meter.count(
                Meter.Kind.CONVOLUTION, 0, () -> new WinogradConvolution(convolution.weight(), convolution.bias()))) {
            return convolve(x, map, rowsOf, convolution, inTiles::convolve);
        }
    }

    /** Writes some rows of a convolution, of those and the rows beside them that are seen, with so many rows of zeros above and below. */
    @FunctionalInterface
    private interface OfRows {
        void convolve(Tensor out, Tensor seen, long above, long below);
    }

    private record Plain(Convolution convolution) implements OfRows {
        @Override
        public void convolve(Tensor out, Tensor seen, long above, long below) {
            Tensor band = Functional.pad(seen, 0, 0, above, below); // zeros beyond the picture
            long[] padding = {0, convolution.reach()};
            out.copyInPlace(Functional.conv2d(band, convolution.weight(), convolution.bias(), 1, padding));
        }
    }

    private static Tensor convolve(
            Tensor x, Shape map, Function<Tensor, Rows> rowsOf, Convolution convolution, OfRows ofRows) {
        Tensor out = emptyAs(x, map.with(1, convolution.weight().size(0)));
        long samples = map.size(0);
        long step = Math.max(1, BYTES * samples / (map.elements() * x.dtype().bytes()));
        for (long from = 0; from < samples; from += step) {
            long count = Math.min(step, samples - from);
            try (Region region = Region.open()) {
                Rows rows = rowsOf.apply(x.narrow(0, from, count));
                convolveInto(out.narrow(0, from, count), rows, map.with(0, count), convolution.reach(), ofRows);
            }
        }
        return out;
    }

    private static Tensor emptyAs(Tensor x, Shape map) {
        if (!x.liesPixelByPixel()) {
            return Tensors.empty(map, x.placement());
        }
        Shape pixels = Shape.of(map.size(0), map.size(2), map.size(3), map.size(1)); // [N, H, W, C]
        return Tensors.empty(pixels, x.placement()).permute(0, 3, 1, 2); // [N, C, H, W]
    }

    private static void convolveInto(Tensor out, Rows rows, Shape map, long reach, OfRows ofRows) {
        long height = map.size(2);
        long step = rows(map, out.dtype());
        for (long from = 0; from < height; from += step) {
            long to = Math.min(from + step, height);
            try (Region region = Region.open()) {
                Tensor seen = rows.make(Math.max(0, from - reach), Math.min(height, to + reach));
                long above = Math.max(0, reach - from);
                long below = Math.max(0, to + reach - height);
                ofRows.convolve(out.narrow(2, from, to - from), seen, above, below);
            }
        }
    }
}
