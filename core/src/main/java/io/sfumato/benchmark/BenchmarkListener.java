package io.sfumato.benchmark;

/** Hears how a benchmark goes. */
public interface BenchmarkListener {
    /** A work begins, to be done {@code times} times. */
    void begins(Part part, int batch, int times);

    /** It was done so many times, the last time in {@code seconds}. */
    void done(int times, double seconds);
}
