package io.sfumato.benchmark;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Region;

/** Times work whose tensors are freed when it is done. */
public final class Stopwatch {
    private static final double NANOSECONDS = 1e9;

    private Stopwatch() {}

    /** Seconds that it takes, to the last of its results on any device. */
    public static double seconds(Runnable work) {
        long start = System.nanoTime();
        try (Region region = Region.open()) {
            work.run();
            Device.await();
        }
        return (System.nanoTime() - start) / NANOSECONDS;
    }
}
