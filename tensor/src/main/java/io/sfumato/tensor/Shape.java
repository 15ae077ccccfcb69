package io.sfumato.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of a tensor, outermost dimension first. */
public record Shape(List<Long> sizes) {

    public Shape {
        sizes = List.copyOf(sizes);
        for (long size : sizes) {
            if (size < 0) {
                throw new TensorException("shape " + sizes + " has a negative size");
            }
        }
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    /** The number of dimensions. */
    public int rank() {
        return sizes.size();
    }

    /** The size of one dimension; negative numbers count from the last. */
    public long size(int dimension) {
        return sizes.get(dimension < 0 ? dimension + rank() : dimension);
    }

    /** The number of elements. Throws {@link ArithmeticException} where it does not fit a long. */
    public long elements() {
        long product = 1;
        for (long size : sizes) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** This shape with one dimension's size replaced. */
    public Shape with(int dimension, long size) {
        long[] copy = toArray();
        copy[dimension < 0 ? dimension + copy.length : dimension] = size;
        return of(copy);
    }

    /** The sizes as a fresh array. */
    public long[] toArray() {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public String toString() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
