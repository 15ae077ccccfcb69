package io.sfumato.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is kept from one step of a loop to the next: the latest one lives in the region that was open when this was made, not in
 * that of the step that it comes from.
 */
public final class Kept {
    private final PointerScope home;
    private @Nullable Tensor latest;

    private Kept(PointerScope home) {
        this.home = home;
    }

    /** A place in the open region, empty at first. Throws {@link TensorException} where none is open. */
    public static Kept here() {
        PointerScope open = PointerScope.getInnerScope();
        if (open == null) {
            throw new TensorException("nothing can be kept: no region is open");
        }
        return new Kept(open);
    }

    /** Keeps a tensor that was born in a region inside this place's, and frees the one before. */
    public Tensor keep(Tensor next) {
        home.attach(next.handle());
        if (latest != null) {
            latest.close();
        }
        latest = next;
        return next;
    }

    /** What is kept. Throws {@link TensorException} where that is nothing yet. */
    public Tensor latest() {
        if (latest == null) {
            throw new TensorException("nothing has been kept yet");
        }
        return latest;
    }
}
