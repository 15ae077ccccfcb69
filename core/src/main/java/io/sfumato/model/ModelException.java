package io.sfumato.model;

import java.io.Serial;

/** A model cannot be read or written; the message names the file, what was got, what was expected, and the cure. */
public final class ModelException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
