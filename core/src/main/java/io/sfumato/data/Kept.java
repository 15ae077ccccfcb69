package io.sfumato.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was made of entries and may be needed again. What is in stays in, and what finds no room is made anew each time: in shuffled
 * epochs, throwing out what was not used for longest would throw out what comes next. Safe for several threads.
 */
final class Kept<T extends Kept.Sized> {
    private final AtomicReferenceArray<@Nullable T> kept;
    private final AtomicLong room;

    /** Something with a size in memory. */
    interface Sized {
        long bytes();
    }

    /**
     * Keeps nothing yet.
     *
     * @param count of entries
     * @param bytes that there is room for
     */
    Kept(int count, long bytes) {
        this.kept = new AtomicReferenceArray<>(count);
        this.room = new AtomicLong(bytes);
    }

    /** What is made of an entry, made now where it is not here. */
    T get(int entry, Supplier<T> made) {
        T known = kept.get(entry);
        if (known != null) {
            return known;
        }
        T fresh = made.get();
        long bytes = fresh.bytes();
        if (room.get() >= bytes && kept.compareAndSet(entry, null, fresh)) {
            room.addAndGet(-bytes);
        }
        return fresh;
    }
}
