package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with kernels of 3 × 3 that keeps height and width, as F(2 × 2, 3 × 3) (Lavin and Gray 2016, "Fast algorithms for
 * convolutional neural networks", section 4.2): {@linkplain MinimalFiltering minimal filtering} along rows of that along columns. Tiles of 2 × 2 pixels
 * come out of 16 products with packed weights, in place of 36. Each product is one of matrices: [tiles, in] · [in, out].
 */
final class WinogradConvolution implements FixedProduct {
    private static final int SIDE = MinimalFiltering.KERNEL;
    private static final int PRODUCTS = MinimalFiltering.PRODUCTS;

    /** Of fewer channels, sums before and after the products take as long as is saved. */
    private static final long LEAST_CHANNELS = 224;

    /** Weights become 16/9 as many: for smaller maps too little time is saved for that memory. */
    private static final long LEAST_PIXELS = 32 * 32;

    /** A smaller convolution takes no longer than it takes to start so many operations. */
    private static final double LEAST_OPERATIONS = 3e9;

    private final Shape shape;
    private final List<List<PackedLinear>> products; // by row and column of a tile's input

    /**
     * Weight and bias stay the caller's.
     *
     * @param weight [out, in, 3, 3]
     */
    WinogradConvolution(Tensor weight, @Nullable Tensor bias) {
        shape = weight.shape();
        List<List<PackedLinear>> rows = new ArrayList<>();
        try (Region region = Region.open()) {
            Tensor kernels = kernels(weight.detach());
            for (int row = 0; row < PRODUCTS; row++) {
                rows.add(columns(kernels.select(0, row), isEnd(row) ? bias : null));
            }
        } catch (RuntimeException e) {
            close(rows);
            throw e;
        }
        products = List.copyOf(rows);
    }

    /** Takes over weight and bias, which are closed. */
    static WinogradConvolution takingOver(Tensor weight, @Nullable Tensor bias) {
        try (weight;
                bias) {
            return new WinogradConvolution(weight, bias);
        }
    }

    /** What the products multiply with, [row, column, out, in]: rounded once, to the precision of the weights. */
    private static Tensor kernels(Tensor weight) {
        Tensor places = weight.reshape(-1, (long) SIDE * SIDE); // [out, in, 3, 3] to [out · in, 9]
        Tensor ofLine = MinimalFiltering.ofKernels().to(weight.dtype()); // [4, 3]
        Tensor ofSquare = ofLine.reshape(PRODUCTS, 1, SIDE, 1).mul(ofLine.unsqueeze(1)); // [4, 4, 3, 3]
        return ofSquare.reshape(-1, (long) SIDE * SIDE) // [16, 9]
                .matmul(places.transpose(0, 1)) // in one product: for few rows it takes several times as long
                .reshape(PRODUCTS, PRODUCTS, weight.size(0), weight.size(1));
    }

    /** The products of a row of kernels, [column, out, in]. */
    private static List<PackedLinear> columns(Tensor kernels, @Nullable Tensor bias) {
        List<PackedLinear> columns = new ArrayList<>();
        for (int column = 0; column < PRODUCTS; column++) {
            boolean isHeard = isEnd(column) && bias != null;
            columns.add(new PackedLinear(kernels.select(0, column), isHeard ? bias.detach() : null));
        }
        return List.copyOf(columns);
    }

    /** Whether a product is the first or the last of its row or column. Each pixel is a sum with just one that is both: that has the bias. */
    private static boolean isEnd(int product) {
        return product == 0 || product == PRODUCTS - 1;
    }

    /**
     * Whether a convolution with such weights is done sooner so, by more than its larger weights are worth.
     *
     * @param weight [out, in, k, k]
     * @param pixels of a map
     */
    static boolean isWorthwhile(Shape weight, long pixels) {
        return weight.size(2) == SIDE
                && Math.min(weight.size(0), weight.size(1)) >= LEAST_CHANNELS
                && pixels >= LEAST_PIXELS
                && 2.0 * weight.elements() * pixels >= LEAST_OPERATIONS;
    }

    @Override
    public Tensor of(Tensor x) {
        Shape pixels = Shape.of(x.size(0), x.size(2), x.size(3), shape.size(0)); // [N, H, W, out]
        Tensor out = Tensors.empty(pixels, x.placement()).permute(0, 3, 1, 2); // [N, out, H, W]
        convolve(out, x, 1, 1);
        return out;
    }

    /**
     * Writes some rows.
     *
     * @param out [N, out, H + above + below − 2, W]
     * @param seen [N, in, H, W], the rows that are written and those beside them
     * @param above rows of zeros above them, 0 or 1
     * @param below rows of zeros below them, 0 or 1
     */
    void convolve(Tensor out, Tensor seen, long above, long below) {
        Meter.count(
                Meter.Kind.CONVOLUTION,
                2.0 * shape.elements() * out.size(0) * out.size(2) * out.size(3),
                () -> write(out, seen, above, below));
    }

    /** With a row and a column more where their number is odd. */
    private Tensor write(Tensor out, Tensor seen, long above, long below) {
        long oddRow = out.size(2) % 2;
        long oddColumn = out.size(3) % 2;
        try (Region region = Region.open()) {
            Tensor padded = Functional.pad(seen, 1, 1 + oddColumn, above, below + oddRow);
            Tensor map = padded.permute(0, 2, 3, 1).contiguous(); // [N, H + 2, W + 2, in]
            if (oddRow + oddColumn == 0 && out.liesPixelByPixel()) {
                writeTiles(out.permute(0, 2, 3, 1), map);
                return out;
            }
            Shape even = Shape.of(map.size(0), map.size(1) - (SIDE - 1), map.size(2) - (SIDE - 1), shape.size(0));
            Tensor tiles = Tensors.empty(even, out.placement()); // [N, H, W, out]
            writeTiles(tiles, map);
            Tensor asked = tiles.narrow(1, 0, out.size(2)).narrow(2, 0, out.size(3));
            return out.copyInPlace(asked.permute(0, 3, 1, 2));
        }
    }

    /**
     * Writes whole tiles, some rows of them at a time.
     *
     * @param out [N, H, W, out]
     * @param map [N, H + 2, W + 2, in]
     */
    private void writeTiles(Tensor out, Tensor map) {
        long height = out.size(1);
        long step = Bands.rows(Shape.of(out.size(0), map.size(3), height, out.size(2)), map.dtype());
        for (long from = 0; from < height; from += step) {
            long count = Math.min(step, height - from);
            try (Region region = Region.open()) {
                writeRows(out.narrow(1, from, count), map.narrow(1, from, count + SIDE - 1));
            }
        }
    }

    private void writeRows(Tensor out, Tensor map) {
        // of columns, then of their rows: what is taken by columns is the smaller map
        Tensor inputs = Region.returning(
                () -> MinimalFiltering.inputs(MinimalFiltering.inputs(map, 2), 2)); // [row, column, N, h, w, in]
        List<Sides> rows = new ArrayList<>();
        for (int row = 0; row < PRODUCTS; row++) {
            List<PackedLinear> kernels = products.get(row);
            Tensor ofRow = inputs.select(0, row); // [column, N, h, w, in]
            rows.add(Region.returning(() -> Sides.of(kernels, ofRow)));
        }
        List<Tensor> left = rows.stream().map(Sides::left).toList();
        List<Tensor> right = rows.stream().map(Sides::right).toList();
        Shape tiles = left.get(0).shape();
        Tensor pixels = out.reshape(tiles.size(0), tiles.size(1), 2, tiles.size(2), 2, tiles.size(3));
        MinimalFiltering.places(
                left, pixels.select(4, 0).select(2, 0), pixels.select(4, 0).select(2, 1));
        MinimalFiltering.places(
                right, pixels.select(4, 1).select(2, 0), pixels.select(4, 1).select(2, 1));
    }

    /** Columns of tiles, [N, h, w, out]: {@link MinimalFiltering#places} of products, but that their last sum is the product's own. */
    private record Sides(Tensor left, Tensor right) implements Held {
        static Sides of(List<PackedLinear> kernels, Tensor inputs) {
            Tensor second = kernels.get(1).of(inputs.select(0, 1));
            Tensor third = kernels.get(2).of(inputs.select(0, 2));
            return new Sides(
                    kernels.get(0).plus(second.add(third), inputs.select(0, 0)),
                    kernels.get(3).plus(second.sub(third), inputs.select(0, 3)));
        }

        @Override
        public void forEachTensor(Consumer<Tensor> visitor) {
            visitor.accept(left);
            visitor.accept(right);
        }
    }

    @Override
    public void close() {
        close(products);
    }

    private static void close(List<List<PackedLinear>> products) {
        products.forEach(row -> row.forEach(PackedLinear::close));
    }
}
