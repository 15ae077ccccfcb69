package io.sfumato.firststage;

import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Numbers for those entries of a codebook that some data use, so that a model of the codes has fewer to choose from: the
 * reference's {@code remap}. Only indices that are written or read have these numbers; the entries keep their places.
 *
 * @param used the entry that each number stands for
 */
public record Remap(List<Long> used, UnknownIndex unknown) {
    public Remap {
        used = List.copyOf(used);
        if (used.isEmpty() || used.stream().anyMatch(entry -> entry < 0) || new HashSet<>(used).size() < used.size()) {
            throw new IllegalArgumentException("used entries of the codebook are " + shown(used)
                    + ", expected one or more numbers of 0 or above, each once");
        }
        if (unknown instanceof UnknownIndex.Fixed fixed && (fixed.number() < 0 || fixed.number() >= used.size())) {
            throw new IllegalArgumentException("unknown index is " + fixed.number() + ", expected 0 to "
                    + (used.size() - 1) + ": there are " + used.size() + " used entries");
        }
    }

    private static String shown(List<Long> used) {
        int most = 8;
        return used.size() <= most ? used.toString() : used.subList(0, most) + " …";
    }

    /** Throws where it names entries that a codebook of {@code codes} does not have. */
    void check(long codes) {
        used.stream().filter(entry -> entry >= codes).findFirst().ifPresent(entry -> {
            throw new IllegalArgumentException("used entries of the codebook name " + entry + ", expected 0 to "
                    + (codes - 1) + ". Is it the list of another codebook?");
        });
    }

    /** How many numbers there are. */
    public int count() {
        return unknown instanceof UnknownIndex.Extra ? used.size() + 1 : used.size();
    }

    /**
     * The numbers of entries, int64 of any shape.
     *
     * @param rng where unknown entries get their numbers from, if those are random
     */
    public Tensor numbers(Tensor entries, Rng rng) {
        Map<Long, Long> numbers = new HashMap<>();
        used.forEach(entry -> numbers.put(entry, (long) numbers.size()));
        long[] values = entries.toLongs();
        int[] unknowns = new int[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            Long number = numbers.get(values[i]);
            if (number == null) {
                unknowns[count++] = i;
            } else {
                values[i] = number;
            }
        }
        long[] drawn = forUnknown(count, rng);
        for (int i = 0; i < count; i++) {
            values[unknowns[i]] = drawn[i];
        }
        return Tensors.of(values, entries.shape()).to(entries.device());
    }

    private long[] forUnknown(int count, Rng rng) {
        long[] numbers = new long[count];
        if (unknown instanceof UnknownIndex.Extra) {
            Arrays.fill(numbers, used.size());
        } else if (unknown instanceof UnknownIndex.Fixed fixed) {
            Arrays.fill(numbers, fixed.number());
        } else if (count > 0) {
            return rng.integers(used.size(), Shape.of(count)).toLongs();
        }
        return numbers;
    }

    /** The entries that numbers stand for, int64 of any shape. */
    public Tensor entries(Tensor numbers) {
        long[] values = numbers.toLongs();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= count()) {
                throw new IllegalArgumentException(
                        "the index of a code is " + values[i] + ", expected 0 to " + (count() - 1));
            }
            values[i] = used.get(values[i] == used.size() ? 0 : (int) values[i]);
        }
        return Tensors.of(values, numbers.shape()).to(numbers.device());
    }
}
