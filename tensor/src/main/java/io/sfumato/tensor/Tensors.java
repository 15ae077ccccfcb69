package io.sfumato.tensor;

import java.util.List;
import org.bytedeco.javacpp.BooleanPointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Makes tensors: from numbers, or from other tensors. */
public final class Tensors {
    private Tensors() {}

    public static Tensor zeros(Shape shape, Placement placement) {
        return Tensor.wrap(torch.zeros(shape.toArray(), placement.options()));
    }

    public static Tensor full(Shape shape, double value, Placement placement) {
        return Tensor.wrap(torch.full(shape.toArray(), new Scalar(value), placement.options()));
    }

    /** A tensor whose elements have no defined value yet. */
    public static Tensor empty(Shape shape, Placement placement) {
        return Tensor.wrap(torch.empty(shape.toArray(), placement.options(), new MemoryFormatOptional()));
    }

    /** 0, 1, … {@code count - 1} as 64-bit integers. */
    public static Tensor range(long count) {
        return Tensor.wrap(torch.arange(new Scalar(count), Placement.INT64.options()));
    }

    /** A float32 tensor with a copy of {@code values}. */
    public static Tensor of(float[] values, Shape shape) {
        Tensor tensor = allocate(values.length, shape, Placement.FLOAT32);
        if (values.length > 0) { // a tensor without elements has no memory
            new FloatPointer(tensor.handle().data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    /** A float64 tensor with a copy of {@code values}. */
    public static Tensor of(double[] values, Shape shape) {
        Tensor tensor = allocate(values.length, shape, new Placement(Device.CPU, DType.FLOAT64));
        if (values.length > 0) {
            new DoublePointer(tensor.handle().data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    /** An int64 tensor with a copy of {@code values}. */
    public static Tensor of(long[] values, Shape shape) {
        Tensor tensor = allocate(values.length, shape, Placement.INT64);
        if (values.length > 0) {
            new LongPointer(tensor.handle().data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    /** A tensor of truth values with a copy of {@code values}. */
    public static Tensor of(boolean[] values, Shape shape) {
        Tensor tensor = allocate(values.length, shape, new Placement(Device.CPU, DType.BOOL));
        if (values.length > 0) {
            new BooleanPointer(tensor.handle().data_ptr()).put(values, 0, values.length);
        }
        return tensor;
    }

    private static Tensor allocate(int count, Shape shape, Placement placement) {
        if (shape.elements() != count) {
            throw new TensorException(count + " values do not fill shape " + shape);
        }
        return empty(shape, placement);
    }

    /** Joins along an existing dimension. */
    public static Tensor cat(int dimension, List<Tensor> tensors) {
        return Tensor.wrap(torch.cat(vector(tensors), dimension));
    }

    /** Joins along an existing dimension. */
    public static Tensor cat(int dimension, Tensor... tensors) {
        return cat(dimension, List.of(tensors));
    }

    /** Joins along a new dimension. */
    public static Tensor stack(int dimension, List<Tensor> tensors) {
        return Tensor.wrap(torch.stack(vector(tensors), dimension));
    }

    static TensorVector vector(List<Tensor> tensors) {
        return new TensorVector(tensors.stream().map(Tensor::handle).toArray(org.bytedeco.pytorch.Tensor[]::new));
    }
}
