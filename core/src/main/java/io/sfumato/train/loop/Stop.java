package io.sfumato.train.loop;

import java.util.concurrent.atomic.AtomicBoolean;

/** A wish to end a run in order: after the step at hand, with a checkpoint. Any thread may have it. */
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
}
