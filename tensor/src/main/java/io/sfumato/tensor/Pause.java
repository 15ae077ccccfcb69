package io.sfumato.tensor;

/** Waiting for other processes. */
final class Pause {
    private Pause() {}

    /** Waits; an interrupted thread is told so where it next asks. */
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnsembleException("waiting for the other processes was interrupted", e);
        }
    }
}
