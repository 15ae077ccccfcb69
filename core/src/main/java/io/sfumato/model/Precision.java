package io.sfumato.model;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Processor;

/** The precision that networks compute in. */
public enum Precision {
    /** bfloat16 on graphics processors and where the processor multiplies faster in it, else float32. Runs of training try both when they begin. */
    AUTO,
    /** The precision of the reference. */
    FLOAT32,
    /** The fast precision. */
    BFLOAT16;

    /** Networks on a device that compute in this precision. */
    public Placement on(Device device) {
        return switch (this) {
            case AUTO -> (isFasterInBfloat16(device) ? Placement.BFLOAT16 : Placement.FLOAT32).on(device);
            case FLOAT32 -> Placement.FLOAT32.on(device);
            case BFLOAT16 -> Placement.BFLOAT16.on(device);
        };
    }

    private static boolean isFasterInBfloat16(Device device) {
        return !device.isCpu() || Processor.isFasterInBfloat16();
    }
}
