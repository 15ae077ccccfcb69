package io.sfumato.benchmark;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How fast a model is on this machine.
 *
 * @param device where its networks were
 * @param threads of the processor
 * @param products the best rate of a product of matrices in the precision that was computed in, and in others that are
 *     fast here, in operations a second, measured in turns with the works
 * @param peakBytes the most main memory that the process had while it was timed
 */
public record BenchmarkReport(
        BenchmarkSize size,
        Device device,
        int threads,
        Map<DType, Double> products,
        List<Row> rows,
        OptionalLong peakBytes) {
    public BenchmarkReport {
        Map<DType, Double> copy = new EnumMap<>(DType.class);
        copy.putAll(products);
        products = Collections.unmodifiableMap(copy);
        rows = List.copyOf(rows);
    }

    /** The rate of a row as a share of that of the product in the same precision. */
    public double share(Row row) {
        return row.rate() / products.get(row.precision());
    }
}
