package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/**
 * Where the numbers of a tensor lie in a file.
 *
 * @param strides elements from one entry of a dimension to the next, none negative
 * @param position the byte at which the first element begins
 */
record StoredTensor(DType dtype, Shape shape, List<Long> strides, long position) {

    StoredTensor {
        strides = List.copyOf(strides);
    }

    /** Elements in row-major order, one after the other. */
    static StoredTensor contiguous(DType dtype, Shape shape, long position) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            strides.add(0, stride);
            stride *= Math.max(1, shape.size(i));
        }
        return new StoredTensor(dtype, shape, strides, position);
    }

    /** Whether elements follow each other in row-major order. */
    boolean isContiguous() {
        return equals(contiguous(dtype, shape, position));
    }

    /** Elements from the first to the last in the file, both counted, those between them too. */
    long span() {
        long span = shape.elements() == 0 ? 0 : 1;
        for (int i = 0; i < shape.rank() && span > 0; i++) {
            span = Math.addExact(span, reach(i));
        }
        return span;
    }

    /** Elements from the first entry of one dimension to its last. */
    private long reach(int dimension) {
        return Math.multiplyExact(shape.size(dimension) - 1, strides.get(dimension));
    }

    /** The dimension whose entries lie furthest apart. */
    int widest() {
        int widest = 0;
        for (int i = 1; i < shape.rank(); i++) {
            widest = reach(i) > reach(widest) ? i : widest;
        }
        return widest;
    }

    /** {@code length} entries of one dimension from {@code start}. */
    StoredTensor narrow(int dimension, long start, long length) {
        long skipped = start * strides.get(dimension) * dtype.bytes();
        return new StoredTensor(dtype, shape.with(dimension, length), strides, position + skipped);
    }

    /** A tensor over memory that it does not own, which holds the bytes of {@link #extent}. */
    Tensor over(Pointer data) {
        return Tensor.wrap(torch.from_blob(
                data,
                shape.toArray(),
                strides.stream().mapToLong(Long::longValue).toArray(),
                new Placement(Device.CPU, dtype).options()));
    }

    Extent extent() {
        return new Extent(position, span() * dtype.bytes());
    }

    /** Whether elements begin where the processor likes them to; libtorch's loops rely on it. */
    boolean isAligned() {
        return position % dtype.bytes() == 0;
    }
}
