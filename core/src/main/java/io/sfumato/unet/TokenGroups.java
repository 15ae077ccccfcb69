package io.sfumato.unet;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/** Tokens in groups. */
final class TokenGroups {
    private final long[] group;
    private final int count;

    /**
     * Each group has a token.
     *
     * @param group of each token
     * @param count of groups
     */
    TokenGroups(long[] group, int count) {
        this.group = group.clone();
        this.count = count;
    }

    /** Of each token. */
    long[] group() {
        return group.clone();
    }

    /** How many groups there are. */
    int count() {
        return count;
    }

    /** The mean of each group, [count, width], of tokens [T, width]. */
    Tensor means(Tensor tokens) {
        return Functional.groupMeans(tokens.to(DType.FLOAT32), indices(tokens), count)
                .to(tokens.dtype());
    }

    /** Each token takes what its group has: of [count, width], [T, width]. */
    Tensor spread(Tensor ofGroups) {
        return ofGroups.indexSelect(0, indices(ofGroups));
    }

    private Tensor indices(Tensor beside) {
        return Tensors.of(group, Shape.of(group.length)).to(beside.device());
    }
}
