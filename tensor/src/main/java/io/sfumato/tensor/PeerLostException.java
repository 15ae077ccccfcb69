package io.sfumato.tensor;

import java.io.Serial;

/** A process of an {@link Ensemble} misses another one; the message says which, in what, and what to do. */
public final class PeerLostException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PeerLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
