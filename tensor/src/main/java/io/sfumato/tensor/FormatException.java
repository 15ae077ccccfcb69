package io.sfumato.tensor;

import java.io.Serial;

/** What is wrong inside a file. It becomes an {@link ArchiveException} where the file's name is known. */
final class FormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    FormatException(String message) {
        super(message);
    }

    FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
