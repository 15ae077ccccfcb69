package io.sfumato.condition;

import java.io.Serial;
import java.util.Locale;

/** A model cannot hear what it was told; the message says what was got and what was expected. */
public final class CueException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CueException(String message) {
        super(message);
    }

    /** {@code cue} as the kind that a model hears. Throws where it is of another. */
    public static <C extends Cue> C expect(Class<C> kind, Cue cue) {
        if (!kind.isInstance(cue)) {
            throw new CueException("this model is told a " + spoken(kind) + ", got a " + spoken(cue.getClass()));
        }
        return kind.cast(cue);
    }

    /** The name of a kind of cue in words: "class label". */
    private static String spoken(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
