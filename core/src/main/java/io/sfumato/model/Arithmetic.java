package io.sfumato.model;

import io.sfumato.tensor.DType;

/**
 * What networks calculate with.
 *
 * @param weights the precision that weights are kept in; those that learn need float32
 * @param compute the precision that networks compute in
 */
public record Arithmetic(DType weights, DType compute) {
    /** One precision for both: for weights that stay as they are. */
    public static Arithmetic of(DType both) {
        return new Arithmetic(both, both);
    }
}
