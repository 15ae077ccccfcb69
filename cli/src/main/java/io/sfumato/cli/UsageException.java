package io.sfumato.cli;

import java.io.Serial;

/** The command line asks for something that cannot be; the message says what, and what would do. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
