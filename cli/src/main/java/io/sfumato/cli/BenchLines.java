package io.sfumato.cli;

import io.sfumato.benchmark.BenchmarkReport;
import io.sfumato.benchmark.Part;
import io.sfumato.benchmark.Row;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code bench} says to people. */
final class BenchLines {
    private static final double GIGA = 1e9;
    private static final double PER_CENT = 100;

    private BenchLines() {}

    /** How much is told. */
    enum Detail {
        /** Each part as a whole. */
        PARTS,
        /** Also where its time goes. */
        KINDS
    }

    static List<String> of(BenchmarkReport report, Detail detail) {
        List<String> lines = new ArrayList<>();
        lines.add(report.size() + ", " + report.device() + ", " + report.threads()
                + (report.threads() == 1 ? " thread" : " threads"));
        lines.add("product of matrices: "
                + report.products().entrySet().stream().map(BenchLines::product).collect(Collectors.joining(", ")));
        lines.add("");
        lines.add(String.format(
                "%-12s %5s %-9s %10s %18s %9s %8s %6s",
                "part", "batch", "precision", "median", "fastest, slowest", "GFLOP", "GFLOP/s", "share"));
        for (Row row : report.rows()) {
            lines.add(line(report, row));
            if (detail == Detail.KINDS) {
                lines.addAll(kinds(report, row));
            }
        }
        report.peakBytes().ifPresent(bytes -> {
            lines.add("");
            lines.add(String.format(Locale.ROOT, "memory: %.2f GB at most", bytes / GIGA));
        });
        return lines;
    }

    private static String product(Map.Entry<DType, Double> rate) {
        return String.format(
                Locale.ROOT,
                "%.0f GFLOP/s in %s",
                rate.getValue() / GIGA,
                rate.getKey().spelling());
    }

    private static String line(BenchmarkReport report, Row row) {
        String start = String.format(
                Locale.ROOT,
                "%-12s %5d %-9s %8.3f s %16s s",
                row.part(),
                row.batch(),
                row.precision().spelling(),
                row.seconds().median(),
                String.format(
                        Locale.ROOT,
                        "%.3f, %.3f",
                        row.seconds().fastest(),
                        row.seconds().slowest()));
        return row.operations() == 0
                ? start
                : start
                        + String.format(
                                Locale.ROOT,
                                " %9.1f %8.0f %5.0f%%",
                                row.operations() / GIGA,
                                row.rate() / GIGA,
                                PER_CENT * report.share(row));
    }

    /** Of the typical repeat, by kind: seconds, their share of the whole, and the rate where it multiplies. */
    private static List<String> kinds(BenchmarkReport report, Row row) {
        List<String> lines = new ArrayList<>();
        double best = report.products().get(row.precision());
        for (Map.Entry<Meter.Kind, Meter.Cost> entry : row.kinds().costs().entrySet()) {
            Meter.Cost cost = entry.getValue();
            String start = String.format(
                    Locale.ROOT,
                    "  %-12s %5d calls %9.3f s %15.0f%%  ",
                    entry.getKey().name().toLowerCase(Locale.ROOT),
                    cost.calls(),
                    cost.seconds(),
                    PER_CENT * cost.seconds() / row.kinds().seconds());
            lines.add(
                    cost.operations() == 0
                            ? start.stripTrailing()
                            : start
                                    + String.format(
                                            Locale.ROOT,
                                            " %9.1f %8.0f %5.0f%%",
                                            cost.operations() / GIGA,
                                            cost.operations() / cost.seconds() / GIGA,
                                            PER_CENT * cost.operations() / cost.seconds() / best));
        }
        double rest = row.kinds().rest();
        lines.add(String.format(
                Locale.ROOT,
                "  %-24s %9.3f s %15.0f%%",
                row.part() == Part.TRAINING ? "backward and optimizer" : "the rest",
                rest,
                PER_CENT * rest / row.kinds().seconds()));
        return lines;
    }
}
