package io.sfumato.train.loop;

import java.util.List;

/** Names in a sentence. */
final class Naming {
    private static final int SHOWN = 8;

    private Naming() {}

    /** The first few, and how many more there are. */
    static String some(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
    }
}
