package io.sfumato.tensor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of tensors: those born while a region is open die when it closes, except the ones that it was told to
 * {@link #keep}. Regions nest and belong to one thread.
 *
 * <p>Only drivers open regions: a training step, a sampler step, the coding of one batch, a command. Layers, losses and
 * solvers contain no lifetime code.
 */
public final class Region implements AutoCloseable {
    static {
        Engine.start();
    }

    private final @Nullable PointerScope parent = PointerScope.getInnerScope();
    private final PointerScope scope = new PointerScope();

    private Region() {}

    /** Opens a region inside the current one of this thread, if any. */
    public static Region open() {
        return new Region();
    }

    /** Moves the tensors of {@code value} to the region around this one. They survive the close of this region. */
    public <H extends Held> H keep(H value) {
        if (parent == null) {
            throw new TensorException("nothing can be kept: no region is open around this one");
        }
        PointerScope survivors = parent;
        value.forEachTensor(tensor -> survivors.attach(tensor.handle()));
        return value;
    }

    /** Runs {@code work} in a region of its own; only the tensors of its result survive, in the caller's region. */
    public static <H extends Held> H returning(Supplier<H> work) {
        try (Region region = open()) {
            return region.keep(work.get());
        }
    }

    /** Runs {@code work} in a region of its own, from which no tensor survives. */
    public static <T> T computing(Supplier<T> work) {
        try (Region region = open()) {
            return work.get();
        }
    }

    /**
     * Replaces a value by its successor: the successor survives in the caller's region, and those tensors of the old
     * value that are not in the new one are closed. Use it for the state of a loop.
     */
    public static <H extends Held> H replacing(H old, UnaryOperator<H> work) {
        Set<Tensor> before = tensorsOf(old);
        Set<Tensor> after;
        H next;
        try (Region region = open()) {
            next = work.apply(old);
            after = tensorsOf(next);
            after.stream().filter(tensor -> !before.contains(tensor)).forEach(region::keep);
        }
        before.stream().filter(tensor -> !after.contains(tensor)).forEach(Tensor::close);
        return next;
    }

    private static Set<Tensor> tensorsOf(Held value) {
        Set<Tensor> tensors = Collections.newSetFromMap(new IdentityHashMap<>());
        value.forEachTensor(tensors::add);
        return tensors;
    }

    /** Whether this thread has an open region. */
    static boolean isOpen() {
        return PointerScope.getInnerScope() != null;
    }

    @Override
    public void close() {
        scope.close();
    }
}
