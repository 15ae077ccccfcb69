package io.sfumato.train.loop;

import java.util.concurrent.atomic.AtomicBoolean;

/** A wish to end a run in order: after the step at hand with a checkpoint, or before the next part of other work. Any thread may have it. */
public final class Stop {
    private final AtomicBoolean wanted = new AtomicBoolean();

    /** Wishes it. */
    public void request() {
        wanted.set(true);
    }

    /** Whether somebody has wished it. */
    public boolean isRequested() {
        return wanted.get();
    }

    /**
     * For work of this process alone, before each of its parts: throws where somebody has wished it. {@link Session#once} tells the
     * other processes.
     *
     * @param during what is done, as it follows "while"
     */
    public void heed(String during) {
        if (isRequested()) {
            throw new StoppedException("stopped while " + during);
        }
    }
}
