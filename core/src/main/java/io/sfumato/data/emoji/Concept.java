package io.sfumato.data.emoji;

import java.util.List;

/**
 * What a drawing shows, whoever drew it.
 *
 * @param id words joined with hyphens: {@code red-apple}
 * @param label words: {@code red apple}
 * @param tags words people also use for it
 * @param category the group it belongs to: {@code food & drink}
 */
record Concept(String id, String label, List<String> tags, String category) {
    Concept {
        if (id.isEmpty() || label.isEmpty()) {
            throw new IllegalArgumentException("concept '" + id + "' has the label '" + label + "', expected words");
        }
        tags = List.copyOf(tags);
    }

    static Concept of(String label, List<String> tags, String category) {
        return new Concept(Words.kebab(label), label, tags, category);
    }
}
