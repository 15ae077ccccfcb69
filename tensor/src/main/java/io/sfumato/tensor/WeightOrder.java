package io.sfumato.tensor;

import org.bytedeco.pytorch.global.torch;

/** How the weights of a block of attention stand in memory: the order decides how soon both products are done. */
enum WeightOrder {
    /** The weights of a query lie together. Best of few keys: nothing is transposed. */
    QUERY_BY_QUERY {
        @Override
        Tensor empty(Shape shape, Placement placement) {
            return Tensors.empty(shape, placement);
        }

        @Override
        Tensor keys(Tensor keys) {
            return keys.transpose(1, 2); // [B, d, S]
        }

        @Override
        Tensor values(Tensor values) {
            return values;
        }

        @Override
        void weigh(Tensor out, Tensor powers, Tensor keys, Tensor values, Tensor weights) {
            torch.bmm_out(weights.handle(), powers.handle(), keys.handle()).exp2_(); // [h, n, S]
            torch.bmm_out(out.handle(), weights.handle(), values.handle());
        }

        @Override
        Tensor inRows(Tensor tokens) {
            return tokens;
        }
    },
    /** The weights of a key lie together. Best of many keys. */
    KEY_BY_KEY {
        @Override
        Tensor empty(Shape shape, Placement placement) {
            Shape transposed = Shape.of(shape.size(0), shape.size(2), shape.size(1)); // [B, D, T]
            return Tensors.empty(transposed, placement).transpose(1, 2);
        }

        @Override
        Tensor keys(Tensor keys) {
            return keys;
        }

        @Override
        Tensor values(Tensor values) {
            return values.transpose(1, 2).contiguous(); // [B, D, S]
        }

        @Override
        void weigh(Tensor out, Tensor powers, Tensor keys, Tensor values, Tensor weights) {
            Tensor byKeys = weights.transpose(1, 2); // [h, S, n]
            torch.bmm_out(byKeys.handle(), keys.handle(), powers.transpose(1, 2).handle())
                    .exp2_();
            torch.bmm_out(out.transpose(1, 2).handle(), values.handle(), byKeys.handle());
        }

        /** As one matrix of all heads, which libtorch transposes three times as fast as one for each. */
        @Override
        Tensor inRows(Tensor tokens) {
            long heads = tokens.size(0);
            long width = tokens.size(2);
            Tensor matrix = tokens.transpose(1, 2).reshape(heads * width, -1); // [B·d, T]
            return matrix.transpose(0, 1)
                    .contiguous()
                    .reshape(-1, heads, width) // [T, B, d]
                    .transpose(0, 1) // [B, T, d]
                    .contiguous();
        }
    };

    /** Keys from which on the second product gains more by their order than it costs to transpose its result. */
    private static final long MANY_KEYS = 256;

    /** For so many keys. */
    static WeightOrder of(long keys) {
        return keys < MANY_KEYS ? QUERY_BY_QUERY : KEY_BY_KEY;
    }

    /** Of a shape, [B, T, D], for what {@link #weigh} makes. */
    abstract Tensor empty(Shape shape, Placement placement);

    /** Keys [B, S, d] as {@link #weigh} wants them; heads stay the first dimension. */
    abstract Tensor keys(Tensor keys);

    /** Values [B, S, D] as {@link #weigh} wants them; heads stay the first dimension. */
    abstract Tensor values(Tensor values);

    /**
     * Sums of values, each times two to the power of a query times its key.
     *
     * @param out where they go, [h, n, D]
     * @param powers queries, [h, n, d]
     * @param keys of {@link #keys}
     * @param values of {@link #values}
     * @param weights room for them, [h, n, S], of {@link #empty}
     */
    abstract void weigh(Tensor out, Tensor powers, Tensor keys, Tensor values, Tensor weights);

    /** What is derived from such sums, [B, T, d], with the numbers of a token together. */
    abstract Tensor inRows(Tensor tokens);
}
