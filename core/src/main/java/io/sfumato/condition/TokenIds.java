package io.sfumato.condition;

import java.util.List;

/** Words, or boxes of a layout, that somebody has tokenized already. */
public record TokenIds(List<Long> ids) implements Cue {
    public TokenIds {
        ids = List.copyOf(ids);
    }
}
