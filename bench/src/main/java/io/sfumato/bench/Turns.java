package io.sfumato.bench;

import io.sfumato.benchmark.Stopwatch;
import io.sfumato.benchmark.Timing;
import java.util.concurrent.locks.LockSupport;

/** Two works done in turns, so that what else the machine does meanwhile hits both. */
record Turns(Timing first, Timing second) {
    /** Turns that do not count: for one or two calls, libraries prepare what they keep. */
    private static final int WARMING = 2;

    /** Longer than any library's threads wait for more work at full speed: none takes time from the other's turn. */
    private static final long PAUSE_NANOS = 100_000_000;

    /** Does each {@code times} times, after some that do not count. */
    static Turns of(Runnable first, Runnable second, int times) {
        double[] firsts = new double[times];
        double[] seconds = new double[times];
        for (int i = -WARMING; i < times; i++) {
            double one = seconds(first);
            double other = seconds(second);
            if (i >= 0) {
                firsts[i] = one;
                seconds[i] = other;
            }
        }
        return new Turns(Timing.of(firsts), Timing.of(seconds));
    }

    private static double seconds(Runnable work) {
        LockSupport.parkNanos(PAUSE_NANOS);
        return Stopwatch.seconds(work);
    }
}
