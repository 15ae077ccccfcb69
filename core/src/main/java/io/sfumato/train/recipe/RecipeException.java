package io.sfumato.train.recipe;

import java.io.Serial;

/** A recipe or a run folder cannot be used; the message says where, what was got and what was expected. */
public final class RecipeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public RecipeException(String message) {
        super(message);
    }

    public RecipeException(String message, Throwable cause) {
        super(message, cause);
    }
}
