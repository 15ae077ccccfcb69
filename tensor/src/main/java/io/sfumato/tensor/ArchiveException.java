package io.sfumato.tensor;

import java.io.Serial;

/** A file of tensors cannot be read or written; the message names the file, what was got and what was expected. */
public final class ArchiveException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
