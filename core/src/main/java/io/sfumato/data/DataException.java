package io.sfumato.data;

/** A data set could not be fetched, read or written; the message says where, what was found and the likely cure. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure found by our own checks. */
    public DataException(String message) {
        super(message);
    }

    /** A failure reported by something below. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
