package io.sfumato.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * Attention in bfloat16 on a processor, without gradients. A softmax takes four passes over the weights, in bfloat16 as long as both
 * products. Here the weights are powers of two of the scores as they are, which is one pass, and what they add up to comes out of the same
 * product as the result: below the values stands a row of ones. Scores stand as keys × queries, in which order both products are fastest.
 *
 * <p>bfloat16 has the range of float32: of scores within ± 44 (log 2⁶⁴) no power leaves it, nor what values below 2⁶² add up to. Queries whose weights add up to more or to
 * less are attended to again by the plain formula, which subtracts the largest score first.
 */
final class UnshiftedAttention {
    /** Weights of a block and one head: as much as the cache of a core keeps. */
    private static final long BLOCK = 1 << 20;

    /** Sums of weights from its reciprocal to itself are trusted. */
    private static final double MOST = 0x1p64;

    private static final double LOG2_E = 1 / Math.log(2);

    private UnshiftedAttention() {}

    /**
     * softmax(q · kᵀ · scale) · v.
     *
     * @param q [B, T, d]
     * @param k [B, S, d]
     * @param v [B, S, d]
     * @return [B, T, d]
     */
    static Tensor of(Tensor q, Tensor k, Tensor v, double scale) {
        Tensor all = Tensors.empty(q.shape().with(2, v.size(2)), q.placement()); // [B, T, d]
        long weights = Math.min(BLOCK, q.size(1) * k.size(1)); // of a head, at a time
        long heads = Math.max(1, Threads.count() * BLOCK / weights);
        for (long start = 0; start < q.size(0); start += heads) {
            long count = Math.min(heads, q.size(0) - start);
            try (Region region = Region.open()) {
                new HeadGroup(q.narrow(0, start, count), k.narrow(0, start, count), v.narrow(0, start, count), scale)
                        .attendInto(all.narrow(0, start, count));
            }
        }
        return all;
    }

    /** Heads that are multiplied at once. */
    private static final class HeadGroup {
        private final Tensor q;
        private final Tensor k;
        private final Tensor v;
        private final double scale;
        private final Tensor valuesAndOnes; // [b, d + 1, S]

        HeadGroup(Tensor q, Tensor k, Tensor v, double scale) {
            this.q = q;
            this.k = k;
            this.v = v;
            this.scale = scale;
            Tensor ones = Tensors.full(Shape.of(v.size(0), 1, v.size(1)), 1, v.placement());
            valuesAndOnes = Tensors.cat(1, v.transpose(1, 2), ones);
        }

        void attendInto(Tensor all) {
            Tensor scaled = q.mul(scale * LOG2_E).transpose(1, 2); // [b, d, T]
            long queries = Math.max(1, BLOCK / k.size(1));
            for (long start = 0; start < q.size(1); start += queries) {
                long count = Math.min(queries, q.size(1) - start);
                try (Region region = Region.open()) {
                    Tensor weighted = weighted(scaled.narrow(2, start, count));
                    all.narrow(1, start, count).copyInPlace(normalised(weighted, start));
                }
            }
        }

        /** Sums of values, and below them of weights, [b, d + 1, n]. */
        private Tensor weighted(Tensor scaled) {
            org.bytedeco.pytorch.Tensor weights =
                    torch.bmm(k.handle(), scaled.handle()).exp2_(); // [b, S, n]
            return Tensor.wrap(torch.bmm(valuesAndOnes.handle(), weights));
        }

        private Tensor normalised(Tensor weighted, long start) {
            long width = v.size(2);
            Tensor sums = weighted.narrow(1, width, 1); // [b, 1, n]
            Tensor attended = weighted.narrow(1, 0, width).div(sums).transpose(1, 2); // [b, n, d]
            boolean isTrusted = sums.min().item() >= 1 / MOST && sums.max().item() <= MOST; // false of NaN
            return isTrusted ? attended : repaired(attended, sums.transpose(1, 2), start);
        }

        /** Query by query, so that none depends on those beside it. */
        private Tensor repaired(Tensor attended, Tensor sums, long start) {
            Tensor trusted = Tensor.wrap(torch.logical_and(
                    sums.handle().ge(scalar(1 / MOST)), sums.handle().le(scalar(MOST)))); // [b, n, 1]
            return attended.where(trusted, Attention.plain(q.narrow(1, start, attended.size(1)), k, v, scale));
        }

        private static org.bytedeco.pytorch.Scalar scalar(double value) {
            return new org.bytedeco.pytorch.Scalar(value);
        }
    }
}
