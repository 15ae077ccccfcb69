package io.sfumato.nn;

import io.sfumato.tensor.Attention;
import io.sfumato.tensor.Tensor;

/** Multi-head attention over projected tokens: splits the heads, attends, joins them again. */
public final class Heads {
    private Heads() {}

    /**
     * Every token attends to all of {@code k} and {@code v}.
     *
     * @param q [N, T, heads·d]
     * @param k [N, S, heads·d]
     * @param v [N, S, heads·d]
     * @return [N, T, heads·d]
     */
    public static Tensor attend(Tensor q, Tensor k, Tensor v, long heads) {
        return attend(q, memory(k, v, heads), heads);
    }

    /**
     * What tokens attend to, which may be made once for many of them.
     *
     * @param keys [N·heads, S, d]
     * @param values [N·heads, S, d]
     */
    public record Memory(Tensor keys, Tensor values) {}

    /** Of {@code k} and {@code v}, [N, S, heads·d] each. */
    public static Memory memory(Tensor k, Tensor v, long heads) {
        return new Memory(split(k, heads), split(v, heads));
    }

    /** Every token of {@code q}, [N, T, heads·d], attends to all of a memory; the result has the shape of {@code q}. */
    public static Tensor attend(Tensor q, Memory memory, long heads) {
        return join(Attention.of(split(q, heads), memory.keys(), memory.values(), scale(q, heads)), heads);
    }

    /**
     * Every token attends to itself and to those before it.
     *
     * @param q [N, T, heads·d]
     * @param k [N, T, heads·d]
     * @param v [N, T, heads·d]
     * @return [N, T, heads·d]
     */
    public static Tensor attendCausally(Tensor q, Tensor k, Tensor v, long heads) {
        return join(Attention.causal(split(q, heads), split(k, heads), split(v, heads), scale(q, heads)), heads);
    }

    private static double scale(Tensor q, long heads) {
        long width = q.size(-1) / heads;
        return 1 / Math.sqrt((double) width);
    }

    private static Tensor split(Tensor x, long heads) {
        long n = x.size(0);
        long tokens = x.size(1);
        long width = x.size(2) / heads;
        return x.reshape(n, tokens, heads, width) // [N, T, heads, d]
                .permute(0, 2, 1, 3) // [N, heads, T, d]
                .reshape(n * heads, tokens, width); // [N·heads, T, d]
    }

    private static Tensor join(Tensor x, long heads) {
        long n = x.size(0) / heads;
        long tokens = x.size(1);
        long width = x.size(2);
        return x.reshape(n, heads, tokens, width) // [N, heads, T, d]
                .permute(0, 2, 1, 3) // [N, T, heads, d]
                .reshape(n, tokens, heads * width); // [N, T, heads·d]
    }
}
