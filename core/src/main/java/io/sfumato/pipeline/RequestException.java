package io.sfumato.pipeline;

import java.io.Serial;

/** A request that cannot be served; the message says what was got, what was expected, and the likely cure. */
public final class RequestException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public RequestException(String message) {
        super(message);
    }

    /** Throws one where a number is not from {@code least} to {@code most}. */
    static void checkRange(String what, int got, int least, int most) {
        if (got < least || got > most) {
            throw new RequestException(
                    what + (what.equals("steps") ? " are " : " is ") + got + ", expected " + least + " to " + most);
        }
    }
}
