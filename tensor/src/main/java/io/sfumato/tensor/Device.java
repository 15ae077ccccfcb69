package io.sfumato.tensor;

/** Where a tensor lives. {@code index} counts devices of one kind from 0. */
public record Device(Kind kind, int index) {

    /** The kinds of device. */
    public enum Kind {
        CPU,
        CUDA
    }

    /** The main memory. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    public Device {
        if (index < 0) {
            throw new TensorException("device index is " + index + ", expected 0 or more");
        }
    }

    org.bytedeco.pytorch.Device handle() {
        return kind == Kind.CPU
                ? new org.bytedeco.pytorch.Device("cpu")
                : new org.bytedeco.pytorch.Device("cuda:" + index);
    }
}
