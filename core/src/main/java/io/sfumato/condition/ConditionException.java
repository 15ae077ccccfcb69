package io.sfumato.condition;

import java.io.Serial;

/**
 * What the user said, or a file that is needed to hear it, cannot be understood; the message names the prompt or the
 * file, what was got and what was expected.
 */
public final class ConditionException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ConditionException(String message) {
        super(message);
    }

    public ConditionException(String message, Throwable cause) {
        super(message, cause);
    }
}
