package io.sfumato.data;

import java.util.List;
import java.util.random.RandomGenerator;

/** Captions of one picture, one as good as the other. */
public record OneOf(List<String> captions) implements Known.Words {
    /** Takes a copy; there is one or more. */
    public OneOf {
        captions = List.copyOf(captions);
        if (captions.isEmpty()) {
            throw new DataException("no caption, expected one or more");
        }
    }

    /** The first. */
    @Override
    public String canonical() {
        return captions.get(0);
    }

    @Override
    public List<String> texts() {
        return captions;
    }

    @Override
    public String varied(RandomGenerator random) {
        return captions.get(random.nextInt(captions.size()));
    }
}
