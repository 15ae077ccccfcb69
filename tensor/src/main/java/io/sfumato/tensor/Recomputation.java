package io.sfumato.tensor;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Gradients for less memory and more time: Chen et al. 2016 (Training Deep Nets with Sublinear Memory Cost). While one is open on
 * this thread, a block that is called through {@link #of} keeps its inputs and its output alone, and {@link #backward} computes the
 * block once more when its gradient is due. Where none is open, and where nothing is recorded, the block simply runs. The gradient is
 * the same up to the order of sums: see docs/numerics.md.
 *
 * <p>A training step opens it in its {@link Region}, before the forward pass, and calls {@code backward} once for what it has computed
 * since.
 */
public final class Recomputation implements AutoCloseable {
    private static final ThreadLocal<@Nullable Recomputation> OPEN = new ThreadLocal<>();

    private final List<Call> calls = new ArrayList<>();

    /**
     * One block that was called.
     *
     * @param output without a history: here the recorded graph is cut
     * @param end what the next recorded operation is numbered
     */
    private record Call(List<Tensor> inputs, Function<List<Tensor>, Tensor> block, Tensor output, long end) {}

    /** What becomes of a recorded graph when gradients have gone through it. */
    private enum History {
        /** Other gradients may follow. */
        KEPT,
        FREED
    }

    private Recomputation() {}

    /** Whether blocks on this thread may be computed again for their gradient, and so have to be computed as if for one. */
    static boolean isOpen() {
        return OPEN.get() != null;
    }

    /** Opens one on this thread. */
    public static Recomputation open() {
        if (OPEN.get() != null) {
            throw new TensorException("recomputation is open on this thread already");
        }
        Recomputation opened = new Recomputation();
        OPEN.set(opened);
        return opened;
    }

    /**
     * What {@code block} makes of {@code inputs}. It has to make the same again, and whatever it hears that has a gradient, apart from
     * parameters, has to be among the inputs.
     */
    public static Tensor of(List<Tensor> inputs, Function<List<Tensor>, Tensor> block) {
        Recomputation open = OPEN.get();
        return open == null || !GradMode.is_enabled() ? block.apply(inputs) : open.run(inputs, block);
    }

    private Tensor run(List<Tensor> inputs, Function<List<Tensor>, Tensor> block) {
        try (Region region = Region.open()) {
            Tensor made = Grad.off(() -> block.apply(inputs));
            Tensor output = region.keep(made.detach().requireGrad());
            calls.add(new Call(inputs, block, output, torch.peek()));
            return output;
        }
    }

    /** As {@link Tensor#backward}, through the blocks that were called since the last. */
    public void backward(Tensor loss) {
        OPEN.remove(); // blocks inside of blocks are recorded
        try (Region region = Region.open()) {
            send(List.of(loss), List.of(), calls.isEmpty() ? History.FREED : History.KEPT);
            Outside outside = new Outside();
            for (int i = calls.size() - 1; i >= 0; i--) {
                outside.send(i);
                backward(calls.get(i), region, outside);
            }
            outside.send(-1);
        } finally {
            calls.clear();
            OPEN.set(this);
        }
    }

    private void backward(Call call, Region around, Outside outside) {
        try (Region region = Region.open()) {
            Tensor gradient = call.output().grad();
            List<Tensor> inputs = call.inputs().stream().map(Recomputation::cut).toList();
            Tensor output = gradient == null ? call.output() : call.block().apply(inputs);
            if (gradient == null || !output.requiresGrad()) {
                return;
            }
            send(List.of(output), List.of(gradient), History.FREED);
            call.output().clearGrad();
            for (int i = 0; i < inputs.size(); i++) {
                Tensor input = call.inputs().get(i);
                Tensor arrived = inputs.get(i) == input ? null : inputs.get(i).grad();
                if (arrived != null) {
                    outside.add(input, around.keep(arrived), callsBefore(input));
                }
            }
        }
    }

    /** An input without its history; a leaf has none, and gathers its gradient itself. */
    private static Tensor cut(Tensor input) {
        return input.requiresGrad() && !input.isLeaf() ? input.detach().requireGrad() : input;
    }

    /** How many blocks had been called when a tensor was made. */
    private int callsBefore(Tensor tensor) {
        long number = tensor.handle().grad_fn().sequence_nr();
        int count = calls.size();
        while (count > 0 && calls.get(count - 1).end() > number) {
            count--;
        }
        return count;
    }

    /** Gradients of tensors with a history, until all blocks that heard them have been gone through. */
    private static final class Outside {
        private final IdentityHashMap<Tensor, Arrived> arrived = new IdentityHashMap<>();

        /**
         * @param calls how many blocks had been called when the tensor was made: it depends on no later one, and none of these heard it
         */
        private record Arrived(Tensor gradient, int calls) {}

        void add(Tensor tensor, Tensor gradient, int calls) {
            Arrived before = arrived.get(tensor);
            if (before == null) {
                arrived.put(tensor, new Arrived(gradient, calls));
            } else {
                Grad.off(() -> before.gradient().addInPlace(gradient));
            }
        }

        /** Sends on, all at once, what has to arrive before the gradient of the output of call {@code index} is complete. */
        void send(int index) {
            List<Tensor> due = arrived.entrySet().stream()
                    .filter(entry -> entry.getValue().calls() > index)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!due.isEmpty()) {
                Recomputation.send(
                        due,
                        due.stream()
                                .map(tensor -> arrived.get(tensor).gradient())
                                .toList(),
                        History.KEPT);
                due.forEach(arrived::remove);
            }
        }
    }

    /** Adds the gradients of all leaves that {@code tensors} depend on. */
    private static void send(List<Tensor> tensors, List<Tensor> gradients, History history) {
        torch.backward(
                Tensors.vector(tensors),
                Tensors.vector(gradients),
                new BoolOptional(history == History.KEPT),
                false,
                new TensorVector());
    }

    @Override
    public void close() {
        OPEN.remove();
    }
}
