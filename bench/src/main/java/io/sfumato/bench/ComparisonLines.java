package io.sfumato.bench;

import io.sfumato.bench.onnx.OnnxNetwork;
import io.sfumato.benchmark.Timing;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Threads;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a comparison says to people. */
final class ComparisonLines {
    private static final double GIGA = 1e9;

    private ComparisonLines() {}

    static List<String> head(Comparison.Plan plan) {
        return List.of(
                plan.size() + ", " + Threads.count() + (Threads.count() == 1 ? " thread" : " threads")
                        + ", ours in " + spoken(plan.arithmetic().multiplied()) + ", ONNX Runtime "
                        + OnnxNetwork.version()
                        + " in float32",
                "",
                String.format(
                        "%-7s %5s %9s %18s %9s %18s %6s %10s",
                        "part",
                        "batch",
                        "ours",
                        "fastest, slowest",
                        "ONNX R.",
                        "fastest, slowest",
                        "ratio",
                        "difference"));
    }

    static String line(Comparison.Row row) {
        return String.format(
                Locale.ROOT,
                "%-7s %5d %s %s %6.2f %10.1e",
                row.part(),
                row.batch(),
                spoken(row.turns().first()),
                spoken(row.turns().second()),
                row.ratio(),
                row.difference());
    }

    private static String spoken(Timing timing) {
        return String.format(
                Locale.ROOT,
                "%7.3f s %16s s",
                timing.median(),
                String.format(Locale.ROOT, "%.3f, %.3f", timing.fastest(), timing.slowest()));
    }

    /** Rates beside the best of the processor, and memory. */
    static List<String> foot(Comparison.Plan plan, List<Comparison.Row> rows, Map<DType, Double> products) {
        return Stream.of(
                        Stream.of(
                                "",
                                "product of matrices: "
                                        + products.entrySet().stream()
                                                .map(rate -> rate(rate.getValue()) + " in " + spoken(rate.getKey()))
                                                .collect(Collectors.joining(", "))),
                        rows.stream().map(row -> rates(row, plan, products)),
                        ResidentMemory.peak().stream()
                                .mapToObj(bytes -> String.format(
                                        Locale.ROOT,
                                        "memory: %.2f GB at most, of the process: both sides at once",
                                        bytes / GIGA)))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String rates(Comparison.Row row, Comparison.Plan plan, Map<DType, Double> products) {
        return String.format(
                Locale.ROOT,
                "%s of %d: %.1f GFLOP, ours %s, ONNX Runtime %s",
                row.part(),
                row.batch(),
                row.operations() / GIGA,
                share(
                        row.operations(),
                        row.turns().first(),
                        products.get(plan.arithmetic().multiplied())),
                share(row.operations(), row.turns().second(), products.get(DType.FLOAT32)));
    }

    private static String share(double operations, Timing timing, double best) {
        double rate = operations / timing.median();
        return String.format(Locale.ROOT, "%s (%.0f%%)", rate(rate), 100 * rate / best);
    }

    private static String rate(double operationsASecond) {
        return String.format(Locale.ROOT, "%.0f GFLOP/s", operationsASecond / GIGA);
    }

    private static String spoken(DType precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
