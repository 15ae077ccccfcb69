package io.sfumato.condition.clip;

import io.sfumato.condition.text.VocabularyFile;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A vocabulary of byte pairs: the symbols of bytes, what the merges make of them, and the marks of a text's begin and end.
 *
 * @param ids of every piece, ascending
 */
record BytePairs(Map<String, Integer> ids, Merges merges) {
    static final String BEGIN = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    /** Ids above this belong to no embedding that fits a machine. */
    private static final int MOST_IDS = 1 << 24;

    BytePairs {
        ids = ascending(ids);
    }

    /** Map.copyOf has another order in every process. */
    private static Map<String, Integer> ascending(Map<String, Integer> ids) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        ids.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(sorted);
    }

    /** The number of ids that an embedding must have. */
    int size() {
        return 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** Numbers the pieces of {@code file} as CLIP does: symbols, merges in their order, marks. */
    static BytePairs of(Merges merges, VocabularyFile file) {
        if (merges.pairs().size() != Merges.OF_CLIP) {
            throw file.bad("has " + merges.pairs().size() + " merges, expected the " + Merges.OF_CLIP
                    + " of CLIP: is it cut, or of another model?");
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        merges.pieces().forEach(piece -> ids.put(piece, ids.size()));
        ids.put(BEGIN, ids.size());
        ids.put(END, ids.size());
        return new BytePairs(ids, merges);
    }

    /** Pieces that {@code file} has numbered already. */
    static BytePairs of(Merges merges, Map<String, Integer> ids, VocabularyFile file) {
        Set<String> needed = new LinkedHashSet<>(merges.pieces());
        needed.addAll(List.of(BEGIN, END));
        for (String piece : needed) {
            if (!ids.containsKey(piece)) {
                throw file.bad("has no id for '" + piece + "', expected one for every byte, merge and mark of CLIP");
            }
        }
        boolean inRange = ids.values().stream().allMatch(id -> id >= 0 && id < MOST_IDS);
        if (!inRange || new HashSet<>(ids.values()).size() != ids.size()) {
            throw file.bad("numbers pieces twice or out of range, expected each id once, from 0 to " + MOST_IDS);
        }
        return new BytePairs(ids, merges);
    }
}
