package io.sfumato.model;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Processor;

/** The precision that networks compute in. */
public enum Precision {
    /** bfloat16 where the processor multiplies faster in it, else float32. Runs of training try both when they begin. */
    AUTO,
    /** The precision of the reference. */
    FLOAT32,
    /** The fast precision. */
    BFLOAT16;

    /** The element type that this comes to on this machine. */
    public DType dtype() {
        return switch (this) {
            case AUTO -> Processor.isFasterInBfloat16() ? DType.BFLOAT16 : DType.FLOAT32;
            case FLOAT32 -> DType.FLOAT32;
            case BFLOAT16 -> DType.BFLOAT16;
        };
    }
}
