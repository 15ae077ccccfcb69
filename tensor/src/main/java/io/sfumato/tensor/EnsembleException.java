package io.sfumato.tensor;

import java.io.Serial;

/** Processes that are to train together cannot; the message says what was got, what was expected, and what to do. */
public final class EnsembleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public EnsembleException(String message) {
        super(message);
    }

    public EnsembleException(String message, Throwable cause) {
        super(message, cause);
    }
}
