package io.sfumato.benchmark;

import io.sfumato.tensor.Placement;
import java.util.Set;

/**
 * What is timed, and how.
 *
 * @param compute where networks are, and the precision that they compute in
 * @param repeats how often each work is timed, after once that is not
 * @param steps of the sampler, for a whole picture
 * @param trainingBatch pictures in a step of training
 */
public record BenchmarkPlan(
        BenchmarkSize size, Placement compute, Set<Part> parts, int repeats, int steps, int trainingBatch) {
    public BenchmarkPlan {
        parts = Set.copyOf(parts);
        parts.stream().filter(part -> !size.has(part)).findFirst().ifPresent(part -> {
            throw new IllegalArgumentException(size + " has no " + part + ": it hears nothing");
        });
        check("repeats", repeats, 1000);
        check("steps", steps, 1000);
        check("batch of training", trainingBatch, 4096);
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " is " + value + ", expected 1 to " + most);
        }
    }
}
