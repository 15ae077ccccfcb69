package io.sfumato.tensor;

import java.io.Serial;

/** A tensor was used in a way that cannot work: the message says what was got and what was expected. */
public final class TensorException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TensorException(String message) {
        super(message);
    }

    public TensorException(String message, Throwable cause) {
        super(message, cause);
    }
}
