package io.sfumato.replay;

import java.io.Serial;

/** Inputs do not fit the model or the sampler; the message names the tensor, what was got and what was expected. */
public final class ReplayException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ReplayException(String message) {
        super(message);
    }
}
