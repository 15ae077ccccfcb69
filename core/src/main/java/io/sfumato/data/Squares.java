package io.sfumato.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Squares that were made and may be needed again. What is in stays in, and what finds no room is made anew each time: in
 * shuffled epochs, throwing out what was not used for longest would throw out what comes next. Safe for several threads.
 */
final class Squares {
    /** A square, not mirrored, and what was known of the whole picture. */
    record Square(Framed framed, Known whole) {
        long bytes() {
            return framed.planes().samples().length
                    + (framed.known() instanceof Known.Labelled labelled ? bytes(labelled.map()) : 0)
                    + (whole instanceof Known.Labelled labelled ? bytes(labelled.map()) : 0);
        }

        private static long bytes(LabelMap map) {
            return (long) Short.BYTES * map.width() * map.height();
        }
    }

    private final AtomicReferenceArray<@Nullable Square> kept;
    private final AtomicLong room;

    Squares(int count, long bytes) {
        this.kept = new AtomicReferenceArray<>(count);
        this.room = new AtomicLong(bytes);
    }

    /** The square of an entry, made now where it is not here. */
    Square get(int entry, Supplier<Square> made) {
        Square known = kept.get(entry);
        if (known != null) {
            return known;
        }
        Square square = made.get();
        long bytes = square.bytes();
        if (room.get() >= bytes && kept.compareAndSet(entry, null, square)) {
            room.addAndGet(-bytes);
        }
        return square;
    }
}
