package io.sfumato.data;

/** One entry of a data set cannot be used; the message says which, and why. */
public final class BrokenPictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure found by our own checks. */
    public BrokenPictureException(String message) {
        super(message);
    }

    /** A failure reported by something below. */
    public BrokenPictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
