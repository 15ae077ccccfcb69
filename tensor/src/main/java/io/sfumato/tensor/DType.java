package io.sfumato.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The element types in use; their names in files are safetensors' ("F32", "BF16", …). */
public enum DType {
    FLOAT32("F32", 4, ScalarType.Float),
    FLOAT64("F64", 8, ScalarType.Double),
    BFLOAT16("BF16", 2, ScalarType.BFloat16),
    FLOAT16("F16", 2, ScalarType.Half),
    INT64("I64", 8, ScalarType.Long),
    INT32("I32", 4, ScalarType.Int),
    INT16("I16", 2, ScalarType.Short),
    INT8("I8", 1, ScalarType.Char),
    UINT8("U8", 1, ScalarType.Byte),
    BOOL("BOOL", 1, ScalarType.Bool);

    private final String fileName;
    private final int bytes;
    private final ScalarType scalarType;

    DType(String fileName, int bytes, ScalarType scalarType) {
        this.fileName = fileName;
        this.bytes = bytes;
        this.scalarType = scalarType;
    }

    /** The name in a safetensors header, such as {@code "F32"}. */
    public String fileName() {
        return fileName;
    }

    /** What people call it, such as {@code float32}. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are floating-point numbers. */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64 || this == BFLOAT16 || this == FLOAT16;
    }

    ScalarType scalarType() {
        return scalarType;
    }

    static DType of(ScalarType type) {
        for (DType dtype : values()) {
            if (dtype.scalarType.value == type.value) {
                return dtype;
            }
        }
        throw new TensorException("element type " + type + " is not supported");
    }
}
