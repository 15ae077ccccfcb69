package io.sfumato.condition;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Held;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the network hears beside the noisy latents. Each part is present or absent for a whole batch:
 *
 * <ul>
 *   <li>{@code context} [N, T, D]: tokens that every position attends to;
 *   <li>{@code vector} [N, D]: added to the embedding of the noise level;
 *   <li>{@code labels} int64 [N]: classes whose vectors are added to that embedding;
 *   <li>{@code concat} [N, C, H, W]: appended to the latents' channels.
 * </ul>
 */
public final class Condition implements Held {
    private static final Condition NONE = new Condition(null, null, null, null);

    private final @Nullable Tensor context;
    private final @Nullable Tensor vector;
    private final @Nullable Tensor labels;
    private final @Nullable Tensor concat;

    private Condition(
            @Nullable Tensor context, @Nullable Tensor vector, @Nullable Tensor labels, @Nullable Tensor concat) {
        this.context = context;
        this.vector = vector;
        this.labels = labels;
        this.concat = concat;
    }

    /** No condition at all. */
    public static Condition none() {
        return NONE;
    }

    public Optional<Tensor> context() {
        return Optional.ofNullable(context);
    }

    public Optional<Tensor> vector() {
        return Optional.ofNullable(vector);
    }

    public Optional<Tensor> labels() {
        return Optional.ofNullable(labels);
    }

    public Optional<Tensor> concat() {
        return Optional.ofNullable(concat);
    }

    public Condition withContext(Tensor tokens) {
        return new Condition(tokens, vector, labels, concat);
    }

    public Condition withVector(Tensor value) {
        return new Condition(context, value, labels, concat);
    }

    public Condition withLabels(Tensor classes) {
        return new Condition(context, vector, classes, concat);
    }

    public Condition withConcat(Tensor channels) {
        return new Condition(context, vector, labels, channels);
    }

    /** The concatenated part stretched to other sides where it has others, for latents of another size. */
    public Condition stretched(long height, long width) {
        return concat == null || (concat.size(2) == height && concat.size(3) == width)
                ? this
                : withConcat(Functional.resizeBilinear(concat, height, width));
    }

    /** The parts of this condition and those of another. Throws where both have the same one. */
    public Condition and(Condition other) {
        return new Condition(
                either("context", context, other.context),
                either("vector", vector, other.vector),
                either("labels", labels, other.labels),
                either("concat", concat, other.concat));
    }

    private static @Nullable Tensor either(String name, @Nullable Tensor first, @Nullable Tensor second) {
        if (first != null && second != null) {
            throw new IllegalArgumentException("both conditions have a " + name + ", expected one of them");
        }
        return first == null ? second : first;
    }

    /** Every part at another place, and all but the labels in its precision. */
    public Condition to(Placement placement) {
        Tensor placed = labels == null ? null : labels.to(placement.device());
        return new Condition(apply(placement, context), apply(placement, vector), placed, apply(placement, concat));
    }

    /**
     * This batch followed by another that has the same parts. Where the contexts are of different lengths, each is
     * repeated up to their least common multiple, which changes nothing that is heard: a key that is there k times
     * among keys that are all there k times has the same share of attention in k parts.
     */
    public Condition followedBy(Condition other) {
        BinaryOperator<Tensor> join = (first, second) -> Tensors.cat(0, first, second);
        return new Condition(
                merge(Condition::joinTokens, "context", context, other.context),
                merge(join, "vector", vector, other.vector),
                merge(join, "labels", labels, other.labels),
                merge(join, "concat", concat, other.concat));
    }

    /** Batches that have the same parts, with contexts of one length, one after the other. */
    public static Condition joined(List<Condition> batches) {
        return new Condition(
                joined(batches, Condition::context),
                joined(batches, Condition::vector),
                joined(batches, Condition::labels),
                joined(batches, Condition::concat));
    }

    private static @Nullable Tensor joined(List<Condition> batches, Function<Condition, Optional<Tensor>> part) {
        List<Tensor> tensors =
                batches.stream().map(part).flatMap(Optional::stream).toList();
        return tensors.isEmpty() ? null : Tensors.cat(0, tensors);
    }

    /** How many pictures it speaks of; 0 where it says nothing, of however many. */
    public long pictures() {
        List<Tensor> parts = new ArrayList<>();
        forEachTensor(parts::add);
        return parts.isEmpty() ? 0 : parts.get(0).size(0);
    }

    /** That of picture {@code index} of the batch, alone. */
    public Condition of(int index) {
        return new Condition(row(context, index), row(vector, index), row(labels, index), row(concat, index));
    }

    private static @Nullable Tensor row(@Nullable Tensor part, int index) {
        return part == null ? null : part.narrow(0, index, 1);
    }

    private static @Nullable Tensor apply(Placement placement, @Nullable Tensor part) {
        return part == null ? null : part.to(placement);
    }

    private static Tensor joinTokens(Tensor first, Tensor second) {
        long divisor = greatestCommonDivisor(first.size(1), second.size(1));
        long length = first.size(1) / divisor * second.size(1);
        return Tensors.cat(0, repeated(first, length), repeated(second, length));
    }

    private static Tensor repeated(Tensor tokens, long length) {
        int times = Math.toIntExact(length / tokens.size(1));
        return times == 1 ? tokens : Tensors.cat(1, Collections.nCopies(times, tokens));
    }

    /** Euclid's. */
    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static @Nullable Tensor merge(
            BinaryOperator<Tensor> join, String name, @Nullable Tensor first, @Nullable Tensor second) {
        if (first != null && second != null) {
            return join.apply(first, second);
        }
        if (first != null || second != null) {
            throw new IllegalArgumentException("one of two conditions has a " + name + ", the other has none");
        }
        return null;
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        context().ifPresent(visitor);
        vector().ifPresent(visitor);
        labels().ifPresent(visitor);
        concat().ifPresent(visitor);
    }
}
