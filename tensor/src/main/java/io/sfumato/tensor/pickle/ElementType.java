package io.sfumato.tensor.pickle;

import java.util.Optional;

/** The numbers that a PyTorch storage can hold and that are read here. */
public enum ElementType {
    FLOAT("FloatStorage"),
    DOUBLE("DoubleStorage"),
    HALF("HalfStorage"),
    BFLOAT16("BFloat16Storage"),
    LONG("LongStorage"),
    INT("IntStorage"),
    SHORT("ShortStorage"),
    CHAR("CharStorage"),
    BYTE("ByteStorage"),
    BOOL("BoolStorage");

    private final String storageName;

    ElementType(String storageName) {
        this.storageName = storageName;
    }

    /** The class that PyTorch names in module {@code torch}, such as {@code FloatStorage}. */
    public String storageName() {
        return storageName;
    }

    static Optional<ElementType> of(PickleValue.Name name) {
        for (ElementType type : values()) {
            if (name.equals(new PickleValue.Name("torch", type.storageName))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
