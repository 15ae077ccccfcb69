package io.sfumato.train.loop;

/** Images per second since this process began a stage. */
final class Rate {
    private final long firstImages;
    private final long start = System.nanoTime();

    /** @param firstImages seen by earlier processes */
    Rate(long firstImages) {
        this.firstImages = firstImages;
    }

    double at(long images) {
        return (images - firstImages) / ((System.nanoTime() - start) / 1e9);
    }
}
