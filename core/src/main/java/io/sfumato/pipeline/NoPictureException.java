package io.sfumato.pipeline;

import java.io.Serial;

/** What a model made has numbers that are infinite or none: it is no picture. */
public final class NoPictureException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NoPictureException(String message) {
        super(message);
    }
}
