package io.sfumato.train.loop;

import java.util.List;

/** A loss or a gradient is no finite number. Nothing was learned from it. */
final class NoNumberException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Slice> slices;

    /**
     * Says so.
     *
     * @param what it is that has this value
     * @param slices that it came from; none where it came from those of another process
     */
    NoNumberException(String what, double value, List<Slice> slices) {
        super(what + " is " + value);
        this.slices = List.copyOf(slices);
    }

    List<Slice> slices() {
        return slices;
    }
}
