package io.sfumato.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Operations on tensors that are nowhere ({@link Device#META}), where libtorch has none: their results have the right shape and depend
 * on the right tensors, so that a network can be asked for shapes, operations and gradients without memory for its numbers.
 */
final class Outline {
    private Outline() {}

    /** Whether a result is to be nowhere. */
    static boolean isAskedFor(Tensor x) {
        return x.device().equals(Device.META);
    }

    /** A convolution of [N, C, H, W] without dilation; weight is [out, in, k, k]. */
    static Tensor convolution(Tensor x, Tensor weight, @Nullable Tensor bias, long stride, long[] padding) {
        Tensor mixed =
                bias == null ? one(x).add(one(weight)) : one(x).add(one(weight)).add(one(bias));
        return mixed.expand(
                        x.size(0),
                        weight.size(0),
                        places(x, weight, stride, padding, 0),
                        places(x, weight, stride, padding, 1))
                .copy(); // a tensor of its own, which may be added to in place
    }

    private static long places(Tensor x, Tensor weight, long stride, long[] padding, int side) {
        return Functional.places(x.size(2 + side) + 2 * padding[side], weight.size(2 + side), stride);
    }

    /** A normalisation, which keeps the shape. */
    static Tensor normalised(Tensor x, Tensor weight, Tensor bias) {
        return x.add(one(weight)).add(one(bias));
    }

    /** A function of each number alone: its absolute value, or a bound, of which libtorch has no gradient. */
    static Tensor ofEach(Tensor x) {
        return x.mul(1);
    }

    /** A step of AdamW, which changes parameters and moments. */
    static void step(FusedAdamW.Lists lists, Tensor steps) {
        for (int i = 0; i < lists.parameters().size(); i++) {
            Tensor gradient = lists.gradients().get(i).add(one(steps));
            Tensor first = lists.first().get(i).addInPlace(gradient);
            Tensor second = lists.second().get(i).addInPlace(gradient);
            lists.parameters().get(i).addInPlace(first.add(second));
        }
    }

    /** Rows of a table, [entries, ...], by indices of any shape. */
    static Tensor rows(Tensor table, Tensor indices) {
        long[] shape = new long[indices.rank() + table.rank() - 1];
        for (int i = 0; i < indices.rank(); i++) {
            shape[i] = indices.size(i);
        }
        for (int i = 1; i < table.rank(); i++) {
            shape[indices.rank() + i - 1] = table.size(i);
        }
        return one(table).add(one(indices.to(table.dtype()))).expand(shape);
    }

    /** One number of all: unlike one without dimensions, it cannot be mixed with those of another device. */
    private static Tensor one(Tensor x) {
        return x.mean().reshape(1);
    }
}
