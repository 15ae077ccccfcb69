package io.sfumato.cli;

import java.text.Normalizer;
import java.util.Locale;

/** Turns a sentence into a part of a file name. */
final class Slug {
    private static final int LONGEST = 60;
    private static final String NOTHING = "image";

    private Slug() {}

    /** Letters and digits of any script, in lower case, with single hyphens between words. */
    static String of(String sentence) {
        String words = Normalizer.normalize(sentence, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "-");
        String slug = strip(cut(strip(words)));
        return slug.isEmpty() ? NOTHING : slug;
    }

    /** The first characters, without half of one. */
    private static String cut(String words) {
        if (words.length() <= LONGEST) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return words.substring(0, end);
    }

    private static String strip(String words) {
        return words.replaceAll("^-+|-+$", "");
    }
}
