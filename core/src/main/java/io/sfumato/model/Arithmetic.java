package io.sfumato.model;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;

/**
 * What networks calculate with, and where.
 *
 * @param weights the precision that weights are kept in; those that learn need float32
 * @param compute the device that networks are on, and the precision that they compute in
 * @param products what the U-Net multiplies
 */
public record Arithmetic(DType weights, Placement compute, Products products) {

    /** What is multiplied where there is much to multiply. */
    public enum Products {
        /** Numbers in the precision that is computed in. */
        AS_COMPUTED,
        /** 8-bit integers, see {@link io.sfumato.unet.UNet#quantize}: for networks that make pictures and stay as they are. */
        INT8
    }

    /** Nothing is rounded more than is said. */
    public Arithmetic(DType weights, Placement compute) {
        this(weights, compute, Products.AS_COMPUTED);
    }

    /** One precision for both: for weights that stay as they are. */
    public static Arithmetic of(Placement both) {
        return new Arithmetic(both.dtype(), both);
    }

    /** One precision for all but the products. */
    public static Arithmetic of(Placement both, Products products) {
        return new Arithmetic(both.dtype(), both, products);
    }

    /** What the U-Net multiplies in: the precision that its speed is measured by. */
    public DType multiplied() {
        return products == Products.INT8 ? DType.INT8 : compute.dtype();
    }

    /** Where weights are, and in what precision. */
    public Placement kept() {
        return compute.with(weights);
    }
}
