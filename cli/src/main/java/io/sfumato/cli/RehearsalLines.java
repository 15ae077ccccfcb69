package io.sfumato.cli;

import io.sfumato.tensor.ResidentMemory;
import io.sfumato.train.loop.Rehearsal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What people read of a run that was tried. */
final class RehearsalLines {
    private static final double MILLION = 1e6;
    private static final double GIGABYTE = 1e9;

    /** A weight, its gradient, two moments and the average, four bytes each. */
    private static final long BYTES_PER_PARAMETER = 20;

    private RehearsalLines() {}

    static List<String> of(List<Rehearsal.Tried> stages) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-14s %14s %12s %12s %12s", "stage", "parameters", "steps", "a step", "all steps"));
        Duration whole = Duration.ZERO;
        long most = 0;
        for (Rehearsal.Tried stage : stages) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s %12.2f M %,12d %10.3f s %12s",
                    stage.stage(),
                    stage.parameters() / MILLION,
                    stage.steps(),
                    stage.step().toMillis() / 1e3,
                    spoken(stage.whole())));
            whole = whole.plus(stage.whole());
            most = Math.max(most, stage.parameters());
        }
        lines.add(String.format(
                Locale.ROOT,
                "memory: %.2f GB for weights, gradients, moments and averages of the largest stage%s",
                most * BYTES_PER_PARAMETER / GIGABYTE,
                peak()));
        lines.add("time: about " + spoken(whole)
                + ", without encoding of latents, checkpoints and sheets. Nothing was written.");
        return lines;
    }

    private static String peak() {
        OptionalLong peak = ResidentMemory.peak();
        return peak.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "; %.2f GB at most in these steps", peak.getAsLong() / GIGABYTE);
    }

    private static String spoken(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
