package io.sfumato.train.loop;

/** A run has ended early, in order, because somebody asked for it; its last checkpoint is whole. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}
