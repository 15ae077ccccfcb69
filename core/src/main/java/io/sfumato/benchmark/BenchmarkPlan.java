package io.sfumato.benchmark;

import io.sfumato.diffusion.Shortcuts;
import io.sfumato.model.Arithmetic;
import io.sfumato.tensor.DType;
import java.util.Set;

/**
 * What is timed, and how.
 *
 * @param arithmetic where networks are, and what they calculate with
 * @param repeats how often each work is timed, after once that is not
 * @param steps of the sampler, for a whole picture
 * @param trainingBatch pictures in a step of training
 * @param shortcuts that whole pictures take
 */
public record BenchmarkPlan(
        BenchmarkSize size,
        Arithmetic arithmetic,
        Set<Part> parts,
        int repeats,
        int steps,
        int trainingBatch,
        Shortcuts shortcuts) {
    /** Without shortcuts. */
    public BenchmarkPlan(
            BenchmarkSize size, Arithmetic arithmetic, Set<Part> parts, int repeats, int steps, int trainingBatch) {
        this(size, arithmetic, parts, repeats, steps, trainingBatch, Shortcuts.NONE);
    }

    /** The same with some of the work of whole pictures left out. */
    public BenchmarkPlan taking(Shortcuts others) {
        return new BenchmarkPlan(size, arithmetic, parts, repeats, steps, trainingBatch, others);
    }

    public BenchmarkPlan {
        parts = Set.copyOf(parts);
        parts.stream().filter(part -> !size.has(part)).findFirst().ifPresent(part -> {
            throw new IllegalArgumentException(size + " has no " + part + ": it hears nothing");
        });
        if (!arithmetic.teaches() && parts.contains(Part.TRAINING)) {
            DType precision = arithmetic.multiplied();
            throw new IllegalArgumentException("training is to be timed in " + precision.spelling()
                    + (precision == DType.INT8 ? ", which has no gradients" : ", in which nothing is trained")
                    + ". Choose other parts, or another precision");
        }
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
