package io.sfumato.tensor;

/** Where a tensor lives. {@code index} counts devices of one kind from 0. */
public record Device(Kind kind, int index) {

    /** The kinds of device. */
    public enum Kind {
        CPU,
        CUDA,
        /** Nowhere: tensors have shapes and no numbers. */
        META
    }

    /** The main memory. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Nowhere: for networks whose parameters are only counted. */
    public static final Device META = new Device(Kind.META, 0);

    public Device {
        if (index < 0) {
            throw new TensorException("device index is " + index + ", expected 0 or more");
        }
    }

    org.bytedeco.pytorch.Device handle() {
        return new org.bytedeco.pytorch.Device(
                switch (kind) {
                    case CPU -> "cpu";
                    case CUDA -> "cuda:" + index;
                    case META -> "meta";
                });
    }
}
