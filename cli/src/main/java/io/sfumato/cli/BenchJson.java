package io.sfumato.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.benchmark.BenchmarkReport;
import io.sfumato.benchmark.Row;
import java.util.Locale;

/** What {@code bench} says to programs. */
final class BenchJson {
    private static final double GIGA = 1e9;
    private static final double MEGABYTE = 1e6;

    private BenchJson() {}

    static ObjectNode of(BenchmarkReport report) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("size", report.size().spelling())
                .put("device", report.device().toString())
                .put("threads", report.threads());
        ObjectNode products = object.putObject("matmul");
        report.products().forEach((precision, rate) -> products.put(precision.spelling(), rate / GIGA));
        var rows = object.putArray("rows");
        report.rows().forEach(row -> put(rows.addObject(), row, report));
        report.peakBytes().ifPresent(bytes -> object.put("peak_rss_mb", bytes / MEGABYTE));
        return object;
    }

    private static void put(ObjectNode object, Row row, BenchmarkReport report) {
        object.put("name", row.part().spelling())
                .put("batch", row.batch())
                .put("precision", row.precision().spelling())
                .put("median_s", row.seconds().median())
                .put("fastest_s", row.seconds().fastest())
                .put("slowest_s", row.seconds().slowest())
                .put("gflop", row.operations() / GIGA)
                .put("gflops", row.rate() / GIGA)
                .put("share", report.share(row));
        ObjectNode kinds = object.put("kinds_of_s", row.kinds().seconds()).putObject("kinds");
        row.kinds().costs().forEach((kind, cost) -> kinds.putObject(kind.name().toLowerCase(Locale.ROOT))
                .put("calls", cost.calls())
                .put("seconds", cost.seconds())
                .put("gflop", cost.operations() / GIGA));
    }
}
