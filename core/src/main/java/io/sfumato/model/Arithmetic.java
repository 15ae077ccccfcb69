package io.sfumato.model;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.WeightLayout;
import java.util.Optional;

/**
 * What networks calculate with, and where.
 *
 * @param weights the precision that weights are kept in; those that learn need float32
 * @param compute the device that networks are on, and the precision that they compute in
 * @param fixed how weights are laid out, where they stay as they are: see {@link io.sfumato.unet.UNet#fix} and {@link ModelParts#fix}
 */
public record Arithmetic(DType weights, Placement compute, Optional<WeightLayout> fixed) {
    /** Weights may change. */
    public Arithmetic(DType weights, Placement compute) {
        this(weights, compute, Optional.empty());
    }

    /** One precision for both: for weights that do not learn. */
    public static Arithmetic of(Placement both) {
        return new Arithmetic(both.dtype(), both);
    }

    /** The same with weights that stay as they are, where this machine can lay them out so and that serves. */
    public Arithmetic fixed(WeightLayout layout) {
        return layout.serves(compute) && layout.isAvailable()
                ? new Arithmetic(weights, compute, Optional.of(layout))
                : this;
    }

    /** Whether networks may learn that calculate so: the gradients of float16 would need a scale of their own. */
    public boolean teaches() {
        return multiplied() == DType.FLOAT32 || multiplied() == DType.BFLOAT16;
    }

    /** Where weights are, and in what precision. */
    public Placement kept() {
        return compute.with(weights);
    }

    /** What the U-Net multiplies in: the precision that its speed is measured by. */
    public DType multiplied() {
        return fixed.equals(Optional.of(WeightLayout.INT8)) ? DType.INT8 : compute.dtype();
    }
}
