package io.sfumato.cli;

import io.sfumato.checkpoint.FileReport;
import io.sfumato.lora.LoraReport;
import io.sfumato.reference.ParameterCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code inspect} says to people. */
final class InspectLines {
    private static final int NAMED = 10;

    private InspectLines() {}

    static String of(ParameterCounts counts) {
        return String.format(
                Locale.ROOT,
                "parameters: U-Net %.2f M, first stage %.2f M, conditioner %.2f M",
                counts.unet() / 1e6,
                counts.firstStage() / 1e6,
                counts.conditioner() / 1e6);
    }

    static String of(FileReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%d tensors in %.1f MB: %s", report.tensors(), report.bytes() / 1e6, precisions(report)));
        report.parts()
                .forEach((part, held) -> lines.add(String.format(
                        Locale.ROOT,
                        "  %-12s %5d tensors  %10.2f M numbers",
                        part.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        held.tensors(),
                        held.elements() / 1e6)));
        report.lora().ifPresent(lora -> lines.addAll(lines(lora)));
        report.notes().forEach((key, value) -> lines.add("  " + key + ": " + value));
        report.fit().ifPresent(fit -> lines.addAll(lines(fit)));
        return String.join("\n", lines);
    }

    private static List<String> lines(LoraReport lora) {
        return List.of(
                lora.kind() + " for " + lora.family() + ", names of " + lora.naming(),
                "  rank " + counted(lora.ranks()) + ", alpha "
                        + (lora.alphas().isEmpty() ? "not said" : counted(lora.alphas())),
                "  changes " + counted(lora.changes()));
    }

    /** Each with the number of its layers. */
    private static String counted(Map<?, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + " layers)")
                .collect(Collectors.joining(", "));
    }

    private static String precisions(FileReport report) {
        return report.precisions().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%.2f M %s",
                        entry.getValue() / 1e6,
                        entry.getKey().name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private static List<String> lines(FileReport.Fit fit) {
        if (fit.isExact()) {
            return List.of("it fits the configuration exactly");
        }
        List<String> lines = new ArrayList<>();
        add(lines, "missing", fit.missing());
        add(lines, "unexpected", fit.unexpected());
        add(lines, "of another shape", fit.misshapen());
        return lines;
    }

    private static void add(List<String> lines, String kind, List<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > NAMED ? "; …" : "";
            lines.add(names.size() + " " + kind + ": "
                    + String.join("; ", names.stream().limit(NAMED).toList()) + more);
        }
    }
}
