package io.sfumato.benchmark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Seconds that the same work took, several times. */
public record Timing(double median, double fastest, double slowest) {
    /** Of one time or more; their order says nothing. */
    public static Timing of(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Timing((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last]);
    }

    /** Which of these times is nearest to the median. */
    int typical(double[] seconds) {
        return IntStream.range(0, seconds.length)
                .boxed()
                .min(Comparator.comparingDouble(i -> Math.abs(seconds[i] - median)))
                .orElseThrow();
    }
}
