package io.sfumato.tensor.testkit;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;

/** Comparisons of tensors, with the figures in the message. */
public final class TensorAssert {
    private TensorAssert() {}

    /** Largest absolute difference, divided by the largest absolute value of {@code expected}. */
    public static double relativeDifference(Tensor actual, Tensor expected) {
        if (!actual.shape().equals(expected.shape())) {
            throw new AssertionError("shape is " + actual.shape() + ", expected " + expected.shape());
        }
        try (Region region = Region.open()) {
            double difference = actual.sub(expected).abs().max().item();
            double largest = expected.abs().max().item();
            return difference / Math.max(largest, 1e-30);
        }
    }

    /** Fails where the relative difference is above {@code tolerance} or is not a number. */
    public static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        double difference = relativeDifference(actual, expected);
        if (!(difference <= tolerance)) {
            throw new AssertionError("relative difference is " + difference + ", allowed " + tolerance + "; actual "
                    + actual + ", expected " + expected);
        }
    }

    /** As {@link #assertClose(Tensor, Tensor, double)}, for expected elements in row-major order. */
    public static void assertClose(Tensor actual, double[] expected, double tolerance) {
        if (actual.elements() != expected.length) {
            throw new AssertionError(actual + " has " + actual.elements() + " elements, expected " + expected.length);
        }
        try (Region region = Region.open()) {
            assertClose(actual.to(DType.FLOAT64), Tensors.of(expected, actual.shape()), tolerance);
        }
    }
}
