package io.sfumato.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * Minimal filtering F(2, 3) along one dimension: two neighbouring places of a convolution with three numbers, from four products in place
 * of six (Winograd 1980; Lavin and Gray 2016, "Fast algorithms for convolutional neural networks", section 4.1). With their matrices, places are
 * Aᵀ · (G · kernel ⊙ Bᵀ · input), but that the last product is taken negative: both places are sums then.
 */
final class MinimalFiltering {
    /** For each pair of places. */
    static final int PRODUCTS = 4;

    static final int KERNEL = 3;

    private static final float[] KERNELS = {1, 0, 0, 0.5f, 0.5f, 0.5f, 0.5f, -0.5f, 0.5f, 0, 0, -1};

    private MinimalFiltering() {}

    /** G: what it makes of a kernel's three numbers the products multiply with; float32, [4, 3]. */
    static Tensor ofKernels() {
        return Tensors.of(KERNELS, Shape.of(PRODUCTS, KERNEL));
    }

    /**
     * Bᵀ · input: what the products multiply, for all pairs of places at once.
     *
     * @param map 2n + 2 places along the dimension: those of the result, and one more on each side
     * @return [4, ...], n along the dimension
     */
    static Tensor inputs(Tensor map, int dimension) {
        long pairs = map.size(dimension) / 2 - 1;
        List<Tensor> seen = IntStream.range(0, PRODUCTS)
                .mapToObj(place -> everySecond(map, dimension, place, pairs))
                .toList();
        Tensor inputs = Tensors.empty(ofProducts(seen.get(0).shape()), map.placement());
        difference(inputs.select(0, 0), seen.get(0), seen.get(2));
        sum(inputs.select(0, 1), seen.get(1), seen.get(2));
        difference(inputs.select(0, 2), seen.get(2), seen.get(1));
        difference(inputs.select(0, 3), seen.get(1), seen.get(3));
        return inputs;
    }

    private static Shape ofProducts(Shape places) {
        return Shape.of(LongStream.concat(LongStream.of(PRODUCTS), Arrays.stream(places.toArray()))
                .toArray());
    }

    private static Tensor everySecond(Tensor map, int dimension, long from, long count) {
        LongOptional start = new LongOptional(from);
        LongOptional end = new LongOptional(from + 2 * count - 1);
        return Tensor.wrap(map.handle().slice(dimension, start, end, 2));
    }

    /**
     * Aᵀ · products: writes what both places of each pair are.
     *
     * @param products four, of inputs and kernels in turn
     */
    static void places(List<Tensor> products, Tensor first, Tensor second) {
        sum(first, products.get(0), products.get(1).add(products.get(2)));
        sum(second, products.get(3), products.get(1).sub(products.get(2)));
    }

    private static void sum(Tensor out, Tensor a, Tensor b) {
        torch.add_out(out.handle(), a.handle(), b.handle(), new Scalar(1));
    }

    private static void difference(Tensor out, Tensor a, Tensor b) {
        torch.sub_out(out.handle(), a.handle(), b.handle(), new Scalar(1));
    }
}
