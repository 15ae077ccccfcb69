package io.sfumato.tensor;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Tokens look at others, each as far as its query fits the other's key: Vaswani et al. 2017, sec. 3.2. Heads are a batch. */
public final class Attention {
    /** Queries per block of causal attention: the product of a block stays in the cache, and memory in bounds. */
    private static final long QUERY_BLOCK = 128;

    /** Weights of a head from which on it pays to save passes over them. */
    private static final long MANY = 1 << 17;

    /** Weights of a head from which on they are not kept for a gradient: not to write them to memory saves as much time as float32 costs. */
    private static final long TOO_MANY_TO_KEEP = 1 << 20;

    /** What a token attends to. */
    private enum Sight {
        ALL,
        /** Itself and those before it. */
        BEFORE
    }

    private Attention() {}

    /**
     * softmax(q · kᵀ · scale) · v, Vaswani et al. 2017, eq. 1.
     *
     * @param q [B, T, d]
     * @param k [B, S, d]
     * @param v [B, S, d]
     * @return [B, T, d]
     */
    public static Tensor of(Tensor q, Tensor k, Tensor v, double scale) {
        return Meter.count(Meter.Kind.ATTENTION, twoProducts(q, k.size(1)), () -> fastest(q, k, v, scale));
    }

    /** Floating-point operations of {@code q} (T, d) times keys (S, d), and of the result (T, S) times values (S, d). */
    private static double twoProducts(Tensor q, long keys) {
        return 4.0 * q.elements() * keys;
    }

    private static Tensor fastest(Tensor q, Tensor k, Tensor v, double scale) {
        if (Outline.isAskedFor(q)) {
            return plain(q, k, v, scale);
        }
        if (!q.device().isCpu()) {
            return fused(q, k, v, scale, Sight.ALL);
        }
        return switch (q.dtype()) {
            case FLOAT32, FLOAT16 ->
                fused(q, k, v, scale, Sight.ALL); // whose scores are float32: float16 ends at 65504
            case BFLOAT16 -> inBfloat16(q, k, v, scale);
            default -> plain(q, k, v, scale);
        };
    }

    private static Tensor inBfloat16(Tensor q, Tensor k, Tensor v, double scale) {
        boolean learns = q.requiresGrad() || k.requiresGrad() || v.requiresGrad() || Recomputation.isOpen();
        long weights = q.size(1) * k.size(1);
        if (!learns && weights >= MANY) {
            return UnshiftedAttention.of(q, k, v, scale);
        }
        return learns && weights >= TOO_MANY_TO_KEEP
                ? fused(q.to(DType.FLOAT32), k.to(DType.FLOAT32), v.to(DType.FLOAT32), scale, Sight.ALL)
                        .to(DType.BFLOAT16)
                : plain(q, k, v, scale);
    }

    /** The formula, with all weights in memory at once. */
    static Tensor plain(Tensor q, Tensor k, Tensor v, double scale) {
        org.bytedeco.pytorch.Tensor scores =
                torch.bmm(q.mul(scale).handle(), k.transpose(1, 2).handle()); // [B, T, S]
        org.bytedeco.pytorch.Tensor weights = torch.softmax(scores, -1, new ScalarTypeOptional());
        return Tensor.wrap(torch.bmm(weights, v.handle()));
    }

    /**
     * libtorch's own, in blocks that never write the weights to memory; in bfloat16 on a CPU it is ten times slower than products. Numbers
     * of a token that do not lie together would make it write all weights after all, and say nothing.
     */
    private static Tensor fused(Tensor q, Tensor k, Tensor v, double scale, Sight sight) {
        return Tensor.wrap(torch.scaled_dot_product_attention(
                        q.contiguous().unsqueeze(0).handle(), // [1, B, T, d]
                        k.contiguous().unsqueeze(0).handle(),
                        v.contiguous().unsqueeze(0).handle(),
                        new TensorOptional(),
                        0.0,
                        sight == Sight.BEFORE,
                        new DoubleOptional(scale),
                        false)
                .squeeze(0)); // [B, T, d]
    }

    /**
     * As {@link #of}, but a token attends to itself and to those before it alone: Vaswani et al. 2017, sec. 3.2.3.
     *
     * @param q [B, T, d]
     * @param k [B, T, d]
     * @param v [B, T, d]
     * @return [B, T, d]
     */
    public static Tensor causal(Tensor q, Tensor k, Tensor v, double scale) {
        long tokens = q.size(1);
        if (k.size(1) != tokens) {
            throw new IllegalArgumentException("causal attention: there are " + tokens + " queries and " + k.size(1)
                    + " keys, expected one key a query");
        }
        return Meter.count(
                Meter.Kind.ATTENTION,
                twoProducts(q, tokens),
                () -> isBestFusedCausally(q)
                        ? fused(q, k, v, scale, Sight.BEFORE)
                        : causalInBlocks(q.mul(scale), k, v));
    }

    /** On graphics processors it is one kernel, and in float16 its scores are float32. */
    private static boolean isBestFusedCausally(Tensor q) {
        return !Outline.isAskedFor(q)
                && (q.dtype() == DType.FLOAT16 || !q.device().isCpu());
    }

    private static Tensor causalInBlocks(Tensor q, Tensor k, Tensor v) {
        long tokens = q.size(1);
        if (tokens <= 2 * QUERY_BLOCK || q.requiresGrad() || k.requiresGrad() || v.requiresGrad()) {
            return causalBlock(q, k, v);
        }
        Tensor all = Tensors.empty(q.shape().with(2, v.size(2)), q.placement()); // [B, T, d]
        for (long start = 0; start < tokens; start += QUERY_BLOCK) {
            long count = Math.min(QUERY_BLOCK, tokens - start);
            long end = start + count; // no query of a block looks further
            try (Region region = Region.open()) {
                // into its place at once: kept for later, it would lie in a hole that the products leave, and each
                // block make new ones
                all.narrow(1, start, count)
                        .copyInPlace(causalBlock(q.narrow(1, start, count), k.narrow(1, 0, end), v.narrow(1, 0, end)));
            }
        }
        return all;
    }

    /** The queries are those of the last tokens. */
    private static Tensor causalBlock(Tensor scaledQueries, Tensor k, Tensor v) {
        Shape scores = Shape.of(scaledQueries.size(1), k.size(1)); // [T, S]
        Tensor never = Tensors.full(scores, Double.NEGATIVE_INFINITY, k.placement());
        Tensor later = Tensor.wrap(torch.triu(never.handle(), scores.size(1) - scores.size(0) + 1));
        org.bytedeco.pytorch.Tensor masked = torch.baddbmm(
                later.handle(), scaledQueries.handle(), k.transpose(1, 2).handle());
        org.bytedeco.pytorch.Tensor weights = torch.softmax(masked, -1, new ScalarTypeOptional());
        return Tensor.wrap(torch.bmm(weights, v.handle()));
    }
}
