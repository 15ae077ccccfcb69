package io.sfumato.model;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;

/**
 * What networks calculate with, and where.
 *
 * @param weights the precision that weights are kept in; those that learn need float32
 * @param compute the device that networks are on, and the precision that they compute in
 */
public record Arithmetic(DType weights, Placement compute) {
    /** One precision for both: for weights that stay as they are. */
    public static Arithmetic of(Placement both) {
        return new Arithmetic(both.dtype(), both);
    }

    /** Where weights are, and in what precision. */
    public Placement kept() {
        return compute.with(weights);
    }
}
