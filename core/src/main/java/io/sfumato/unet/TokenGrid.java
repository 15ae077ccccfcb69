package io.sfumato.unet;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The tokens of a map, row by row, some of which others can be merged into: one of each square of four, drawn once for all maps of a
 * size. Bolya and Hoffman 2023, sec. 4.1.
 */
final class TokenGrid {
    private static final int SIDE = 2;

    private final long[] targets;
    private final long[] others;

    private TokenGrid(long[] targets, long[] others) {
        this.targets = targets;
        this.others = others;
    }

    static TokenGrid of(long height, long width) {
        Random random = new Random(0); // whose numbers are the same everywhere
        boolean[] isTarget = new boolean[Math.toIntExact(height * width)];
        for (long top = 0; top < height; top += SIDE) {
            for (long left = 0; left < width; left += SIDE) {
                long row = Math.min(top + random.nextInt(SIDE), height - 1);
                long column = Math.min(left + random.nextInt(SIDE), width - 1);
                isTarget[Math.toIntExact(row * width + column)] = true;
            }
        }
        return new TokenGrid(where(isTarget, true), where(isTarget, false));
    }

    /** Tokens that others can be merged into, in order. */
    long[] targets() {
        return targets.clone();
    }

    /** The rest, in order. */
    long[] others() {
        return others.clone();
    }

    private static long[] where(boolean[] flags, boolean value) {
        return IntStream.range(0, flags.length)
                .filter(i -> flags[i] == value)
                .asLongStream()
                .toArray();
    }

    /**
     * Merges those of the others that are most alike a target into that: likeness is the cosine between them.
     *
     * @param tokens [T, width]
     * @param share of all tokens that are merged, as far as there are others
     */
    TokenGroups groups(Tensor tokens, double share) {
        Tensor precise = tokens.to(DType.FLOAT32);
        Tensor length = precise.square().sum(1).unsqueeze(1).sqrt().clamp(1e-12, Double.POSITIVE_INFINITY); // [T, 1]
        Tensor unit = precise.div(length);
        Tensor likeness = Functional.linear(rows(unit, others), rows(unit, targets), null); // [others, targets]
        Functional.Largest nearest = Functional.largest(likeness, 1);
        int merged = (int) Math.min(others.length, Math.floor(share * (others.length + targets.length)));
        return grouped(nearest.values().toFloats(), nearest.indices().toLongs(), merged);
    }

    private static Tensor rows(Tensor tokens, long[] which) {
        return tokens.indexSelect(0, Tensors.of(which, Shape.of(which.length)).to(tokens.device()));
    }

    /** Targets are the first groups; then come the others that stay apart, in order. */
    private TokenGroups grouped(float[] likeness, long[] nearest, int merged) {
        Integer[] byLikeness = IntStream.range(0, others.length).boxed().toArray(Integer[]::new);
        Arrays.sort(byLikeness, Comparator.comparingDouble(other -> -likeness[other])); // stable: ties in order
        long[] group = new long[targets.length + others.length];
        Arrays.fill(group, -1);
        for (int i = 0; i < targets.length; i++) {
            group[(int) targets[i]] = i;
        }
        for (int i = 0; i < merged; i++) {
            group[(int) others[byLikeness[i]]] = nearest[byLikeness[i]];
        }
        int count = targets.length;
        for (long other : others) {
            if (group[(int) other] < 0) {
                group[(int) other] = count++;
            }
        }
        return new TokenGroups(group, count);
    }
}
