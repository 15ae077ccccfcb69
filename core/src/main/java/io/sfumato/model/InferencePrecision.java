package io.sfumato.model;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.WeightLayout;

/** The precision that networks make pictures in. */
public enum InferencePrecision {
    /** As {@link Precision#AUTO}. */
    AUTO,
    /** The precision of the reference. */
    FLOAT32,
    /** The fast precision. */
    BFLOAT16,
    /** 8-bit integers where the U-Net has much to multiply, the rest as {@link #AUTO}: pictures may be others. */
    INT8;

    /** How networks on a device calculate that are used and nothing else. Throws {@link ModelException} where they cannot. */
    public Arithmetic on(Device device) {
        return switch (this) {
            case AUTO -> Arithmetic.of(Precision.AUTO.on(device)).fixed(WeightLayout.PACKED);
            case FLOAT32 -> Arithmetic.of(Precision.FLOAT32.on(device)).fixed(WeightLayout.PACKED);
            case BFLOAT16 -> Arithmetic.of(Precision.BFLOAT16.on(device)).fixed(WeightLayout.PACKED);
            case INT8 -> quantized(device);
        };
    }

    private static Arithmetic quantized(Device device) {
        if (!device.isCpu()) {
            throw new ModelException(
                    "precision is int8, but networks are on " + device
                            + ", and 8-bit integers are multiplied by processors alone. Choose another precision, or the device cpu");
        }
        if (!WeightLayout.INT8.isAvailable()) {
            throw new ModelException("precision is int8, but this processor has no instructions for it (VNNI)."
                    + " Choose auto, which is faster here");
        }
        return Arithmetic.of(Precision.AUTO.on(device)).fixed(WeightLayout.INT8);
    }
}
