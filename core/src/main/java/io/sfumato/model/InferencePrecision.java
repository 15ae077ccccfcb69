package io.sfumato.model;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.WeightLayout;
import java.util.function.Predicate;

/** The precision that networks make pictures in. */
public enum InferencePrecision {
    /** As {@link Precision#AUTO}, but float16 on graphics processors without circuits for bfloat16. */
    AUTO,
    /** The precision of the reference. */
    FLOAT32,
    /** The fast precision. */
    BFLOAT16,
    /** Eight times as fine as bfloat16, but it ends at 65504: fast on any graphics processor, slow on most processors. */
    FLOAT16,
    /** 8-bit integers where the U-Net has much to multiply, the rest as {@link #AUTO}: pictures may be others. */
    INT8;

    /** How networks on a device calculate that are used and nothing else. Throws {@link ModelException} where they cannot. */
    public Arithmetic on(Device device) {
        return switch (this) {
            case AUTO -> fixed(automatic(device, Device::multipliesBfloat16));
            case FLOAT32 -> fixed(Placement.FLOAT32.on(device));
            case BFLOAT16 -> fixed(Placement.BFLOAT16.on(device));
            case FLOAT16 -> fixed(Placement.FLOAT16.on(device));
            case INT8 -> quantized(device);
        };
    }

    /** Where bfloat16 is multiplied in float32 (Turing), float16 is faster. */
    static Placement automatic(Device device, Predicate<Device> multipliesBfloat16) {
        Placement fast = Precision.AUTO.on(device);
        return fast.dtype() == DType.BFLOAT16 && !multipliesBfloat16.test(device) ? fast.with(DType.FLOAT16) : fast;
    }

    private static Arithmetic fixed(Placement compute) {
        return Arithmetic.of(compute)
                .fixed(compute.device().isCpu() ? WeightLayout.PACKED : WeightLayout.CHANNELS_LAST);
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
