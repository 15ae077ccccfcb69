package io.sfumato.tensor;

import java.util.function.BiConsumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * Attention in bfloat16 on a processor, without gradients. A softmax takes four passes over the weights, in bfloat16 as long as both
 * products. Here the weights are powers of two of the scores as they are, which is one pass, and what they add up to comes out of the same
 * product as the result: beside the values stands a one.
 *
 * <p>bfloat16 has the range of float32: of scores within ± 44 (log 2⁶⁴) no power leaves it, nor what values below 2⁶² add up to. Queries whose weights add up to more or to
 * less are attended to again by the plain formula, which subtracts the largest score first.
 */
final class UnshiftedAttention {
    /** Weights of a block and one head: what all cores do at once stays in the cache that they share. */
    private static final long BLOCK = 1 << 21;

    /** Sums of weights from its reciprocal to itself are trusted. */
    private static final double MOST = 0x1p64;

    private static final double LOG2_E = 1 / Math.log(2);

    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final double scale;

    private UnshiftedAttention(Tensor q, Tensor k, Tensor v, double scale) {
        this.q = q;
        this.k = k;
        this.v = v;
        this.scale = scale;
    }

    /**
     * softmax(q · kᵀ · scale) · v.
     *
     * @param q [B, T, d]
     * @param k [B, S, d]
     * @param v [B, S, d]
     * @return [B, T, d]
     */
    static Tensor of(Tensor q, Tensor k, Tensor v, double scale) {
        return Region.returning(() -> new UnshiftedAttention(q, k, v, scale).attended());
    }

    /** Some of the places along a dimension. */
    private record Range(int dimension, long start, long count) {
        Tensor of(Tensor tensor) {
            return tensor.narrow(dimension, start, count);
        }
    }

    private Tensor attended() {
        WeightOrder order = WeightOrder.of(k.size(1));
        long width = v.size(2);
        Tensor weighted = weighted(order); // [B, T, d + 1]
        Tensor sums = weighted.narrow(2, width, 1); // [B, T, 1]
        Tensor attended = order.inRows(weighted.narrow(2, 0, width).div(sums));
        if (!areTrusted(sums)) {
            forEachBlock((heads, queries) -> repair(attended, sums, heads, queries));
        }
        return attended;
    }

    /** Sums of values, and beside them of weights. */
    private Tensor weighted(WeightOrder order) {
        Tensor powers = q.mul(scale * LOG2_E);
        Tensor ones = Tensors.full(v.shape().with(2, 1), 1, v.placement()); // [B, S, 1]
        Tensor values = order.values(Tensors.cat(2, v, ones));
        Tensor keys = order.keys(k);
        Tensor all = order.empty(q.shape().with(2, v.size(2) + 1), q.placement());
        // in one place, which stays in the cache
        Tensor weights = order.empty(Shape.of(heads(), queries(), k.size(1)), q.placement());
        forEachBlock((heads, queries) -> order.weigh(
                queries.of(heads.of(all)),
                queries.of(heads.of(powers)),
                heads.of(keys),
                heads.of(values),
                weights.narrow(0, 0, heads.count()).narrow(1, 0, queries.count())));
        return all;
    }

    /** Of a block. */
    private long queries() {
        return Math.min(q.size(1), Math.max(1, BLOCK / k.size(1)));
    }

    /** Of a block. */
    private long heads() {
        return Math.min(q.size(0), Math.max(1, Threads.count() * BLOCK / (queries() * k.size(1))));
    }

    private void forEachBlock(BiConsumer<Range, Range> work) {
        long queries = queries();
        long heads = heads();
        for (long head = 0; head < q.size(0); head += heads) {
            Range ofHeads = new Range(0, head, Math.min(heads, q.size(0) - head));
            for (long query = 0; query < q.size(1); query += queries) {
                try (Region region = Region.open()) {
                    work.accept(ofHeads, new Range(1, query, Math.min(queries, q.size(1) - query)));
                }
            }
        }
    }

    /** Query by query, so that none depends on those beside it. */
    private void repair(Tensor attended, Tensor sums, Range heads, Range queries) {
        Tensor ofBlock = queries.of(heads.of(sums));
        if (!areTrusted(ofBlock)) {
            Tensor trusted = Tensor.wrap(torch.logical_and(
                    ofBlock.handle().ge(new Scalar(1 / MOST)), ofBlock.handle().le(new Scalar(MOST)))); // [h, n, 1]
            Tensor block = queries.of(heads.of(attended));
            Tensor plain = Attention.plain(queries.of(heads.of(q)), heads.of(k), heads.of(v), scale);
            block.copyInPlace(block.where(trusted, plain));
        }
    }

    private static boolean areTrusted(Tensor sums) {
        return sums.min().item() >= 1 / MOST && sums.max().item() <= MOST; // false of NaN
    }
}
