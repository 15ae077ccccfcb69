package io.sfumato.condition;

import java.io.Serial;
import java.util.Locale;

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

    /** {@code cue} as the kind that a model hears. Throws where it is of another. */
    public static <C extends Cue> C expect(Class<C> kind, Cue cue) {
        if (!kind.isInstance(cue)) {
            throw new ConditionException("this model is told a " + spoken(kind) + ", got a " + spoken(cue.getClass()));
        }
        return kind.cast(cue);
    }

    /** The name of a kind of cue in words: "class label". */
    private static String spoken(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
