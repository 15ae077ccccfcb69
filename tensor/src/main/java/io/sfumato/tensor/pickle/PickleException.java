package io.sfumato.tensor.pickle;

import java.io.Serial;

/** A pickle is damaged, or asks for what is not given here; the message says where and what, but not in which file. */
public final class PickleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Longest piece of a pickle's own text in a message. */
    private static final int SHOWN = 80;

    public PickleException(String message) {
        super(message);
    }

    PickleException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A piece of the pickle as a message may show it: short, and without what a terminal would obey. */
    static String shown(String text) {
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
