package io.sfumato.benchmark;

import java.util.Arrays;

/** Seconds that the same work took, several times. */
public record Timing(double median, double fastest, double slowest) {
    static Timing of(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Timing((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[0], sorted[last]);
    }
}
