package io.sfumato.train.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Images per second over the last minutes: an hour beside other work says nothing of the next one alone. */
final class Rate {
    private static final long WINDOW = Duration.ofMinutes(2).toNanos();
    private static final double NANOSECONDS = 1e9;

    private final LongSupplier clock;
    private final Deque<Mark> inWindow = new ArrayDeque<>();
    private Mark before;

    /** So many images were seen at a time in nanoseconds. */
    private record Mark(long images, long time) {}

    /** @param firstImages seen by earlier processes */
    Rate(long firstImages) {
        this(firstImages, System::nanoTime);
    }

    /** @param clock tells the time in nanoseconds */
    Rate(long firstImages, LongSupplier clock) {
        this.clock = clock;
        before = new Mark(firstImages, clock.getAsLong());
    }

    /** The rate when so many images are seen. */
    double at(long images) {
        Mark now = new Mark(images, clock.getAsLong());
        while (!inWindow.isEmpty() && now.time() - inWindow.element().time() >= WINDOW) {
            before = inWindow.remove();
        }
        inWindow.add(now);
        return (images - before.images()) / ((now.time() - before.time()) / NANOSECONDS);
    }
}
