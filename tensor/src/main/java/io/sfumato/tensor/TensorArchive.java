package io.sfumato.tensor;

import java.util.Map;
import java.util.Set;

/** Named tensors in a file, read one at a time. */
public interface TensorArchive extends AutoCloseable {

    /** The names, in the file's order. */
    Set<String> names();

    /** The shape of one tensor, without reading it. Unknown names are an {@link ArchiveException}. */
    Shape shape(String name);

    /** The precision in which one tensor is stored. */
    DType dtype(String name);

    /** A copy of one tensor at {@code placement}. */
    Tensor load(String name, Placement placement);

    /**
     * Copies one tensor into {@code target}, which has the same shape and may be anywhere, in any precision: what is
     * quickest where the memory is there already. As with {@link Tensor#copyInPlace}, gradients must be {@linkplain
     * Grad#off off} for a target that wants one.
     */
    void copyInPlace(String name, Tensor target);

    /**
     * Has {@code target}, which has the same shape, read from this file when its numbers are first needed. Where it has the
     * file's precision it may lie in the file itself, mapped, until somebody changes it. The archive may be closed before: the file stays
     * open until then. Whoever needs numbers that cannot be read any more gets an {@link ArchiveException}.
     */
    default void fillLater(String name, Tensor target) {
        Grad.off(() -> copyInPlace(name, target));
    }

    /** The file's own key-value notes. */
    Map<String, String> metadata();

    /** Whether the file has a tensor of this name. */
    default boolean contains(String name) {
        return names().contains(name);
    }

    /** A copy of one tensor in main memory, in the precision in which it is stored. */
    default Tensor load(String name) {
        return load(name, new Placement(Device.CPU, dtype(name)));
    }

    @Override
    void close();
}
