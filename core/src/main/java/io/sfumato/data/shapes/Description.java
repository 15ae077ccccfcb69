package io.sfumato.data.shapes;

import io.sfumato.data.Known;
import java.util.List;
import java.util.random.RandomGenerator;

/** A shape in words: what it is, and where. */
record Description(String what, String where) implements Known.Words {
    private static final double WHOLE = 0.7;

    @Override
    public String canonical() {
        return "a " + what + ", " + where;
    }

    @Override
    public List<String> texts() {
        return List.of(canonical());
    }

    /** At times it does not say where. */
    @Override
    public String varied(RandomGenerator random) {
        return random.nextDouble() < WHOLE ? canonical() : "a " + what;
    }
}
