package io.sfumato.image;

import java.io.Serial;

/** A picture cannot be read, or does not fit; the message says where, what was got and what was expected. */
public final class ImageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A failure found by our own checks. */
    public ImageException(String message) {
        super(message);
    }

    /** A failure reported by something below. */
    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
