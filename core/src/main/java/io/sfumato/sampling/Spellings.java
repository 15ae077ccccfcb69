package io.sfumato.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How people and programs write names: in any case, with any punctuation, and "++" for "pp". */
final class Spellings<T> {
    /** A word this many letters off is still a slip of the finger; longer ones may be off by more. */
    private static final int SLIP = 2;

    private static final int LETTERS_PER_SLIP = 4;

    private final Map<String, T> byKey = new LinkedHashMap<>();

    /** Adds a spelling of {@code meaning}; the first that is added stays. */
    void add(String spelling, T meaning) {
        byKey.putIfAbsent(key(spelling), meaning);
    }

    Optional<T> find(String spelling) {
        return Optional.ofNullable(byKey.get(key(spelling)));
    }

    /** What {@code spelling} was probably meant to be; of several as near, the first added. */
    Optional<T> nearest(String spelling) {
        String key = key(spelling);
        int farthest = Math.max(SLIP, key.length() / LETTERS_PER_SLIP);
        return byKey.entrySet().stream()
                .min(Comparator.comparingInt(known -> distance(key, known.getKey())))
                .filter(known -> distance(key, known.getKey()) <= farthest)
                .map(Map.Entry::getValue);
    }

    /** The words of a name: {@code "DPM++ 2M Karras"} is dpmpp, 2m, karras. */
    static List<String> words(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("++", "pp");
        List<String> words = new ArrayList<>(Arrays.asList(plain.split("[^\\p{L}\\p{N}]+", -1)));
        words.removeIf(String::isEmpty);
        return words;
    }

    private static String key(String spelling) {
        return String.join("", words(spelling));
    }

    /** Levenshtein's: letters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
