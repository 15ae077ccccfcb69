package io.sfumato.tensor;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;

/** Where a tensor lives and in what precision. */
public record Placement(Device device, DType dtype) {

    /** float32 in main memory: the precision of the reference. */
    public static final Placement FLOAT32 = new Placement(Device.CPU, DType.FLOAT32);

    /** bfloat16 in main memory: the fast precision. */
    public static final Placement BFLOAT16 = new Placement(Device.CPU, DType.BFLOAT16);

    /** float16 in main memory: the precision of published weights. */
    public static final Placement FLOAT16 = new Placement(Device.CPU, DType.FLOAT16);

    /** 64-bit integers in main memory: token ids, labels, indices. */
    public static final Placement INT64 = new Placement(Device.CPU, DType.INT64);

    /** The same device, another element type. */
    public Placement with(DType other) {
        return new Placement(device, other);
    }

    /** The same element type on another device. */
    public Placement on(Device other) {
        return new Placement(other, dtype);
    }

    TensorOptions options() {
        return new TensorOptions()
                .dtype(new ScalarTypeOptional(dtype.scalarType()))
                .device(new DeviceOptional(device.handle()));
    }
}
