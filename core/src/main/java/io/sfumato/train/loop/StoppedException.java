package io.sfumato.train.loop;

/** A run has ended early, in order, because somebody asked for it; nothing of it is half written. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}
