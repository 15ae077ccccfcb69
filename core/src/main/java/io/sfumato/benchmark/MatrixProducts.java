package io.sfumato.benchmark;

import io.sfumato.model.Arithmetic;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.FixedProduct;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Processor;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.WeightLayout;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The best rate of a product of two square matrices, by the way of a linear map, on all threads: what the device can do, where
 * nothing stands in its way.
 */
public final class MatrixProducts {
    private static final int SIDE = 2048;
    private static final int TIMES = 4;

    private final Device device;
    private final Set<DType> precisions;
    private final Map<DType, Double> best = new EnumMap<>(DType.class);

    /** In the precision that is computed in, and in the others that the processor multiplies in: elsewhere it takes minutes. */
    public MatrixProducts(Arithmetic arithmetic) {
        device = arithmetic.compute().device();
        precisions = EnumSet.of(DType.FLOAT32, arithmetic.compute().dtype(), arithmetic.multiplied());
        if (!device.isCpu() || Processor.multipliesBfloat16()) {
            precisions.add(DType.BFLOAT16);
        }
    }

    /** Multiplies a few times more. */
    public void measure() {
        precisions.forEach(precision -> best.merge(precision, rate(precision), Math::max));
    }

    /** The best rate in each precision so far, in operations a second. */
    public Map<DType, Double> best() {
        return best;
    }

    private double rate(DType precision) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(0)) {
            Tensor matrix = rng.normal(Shape.of(SIDE, SIDE)).to(device);
            return precision == DType.INT8 ? quantizedRate(matrix) : rate(matrix.to(precision));
        }
    }

    private static double rate(Tensor matrix) {
        return rate(() -> Functional.linear(matrix, matrix, null));
    }

    /** The rounding of one of the two is part of it. */
    private static double quantizedRate(Tensor matrix) {
        try (FixedProduct product = WeightLayout.INT8.linear(matrix.copy().pin(), null)) {
            return rate(() -> product.of(matrix));
        }
    }

    private static double rate(Runnable product) {
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TIMES; i++) {
            fastest = Math.min(fastest, Stopwatch.seconds(product));
        }
        return 2.0 * SIDE * SIDE * SIDE / fastest;
    }
}
