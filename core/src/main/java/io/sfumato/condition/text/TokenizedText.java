package io.sfumato.condition.text;

import java.util.List;
import java.util.Optional;

/**
 * A text as a network reads it.
 *
 * @param ids as many as the window has, padded
 * @param unread the end of the text that did not fit the window, where there is one
 */
public record TokenizedText(List<Long> ids, Optional<String> unread) {
    public TokenizedText {
        ids = List.copyOf(ids);
    }
}
