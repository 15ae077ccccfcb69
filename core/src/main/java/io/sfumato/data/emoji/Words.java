package io.sfumato.data.emoji;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns names into plain words, and words into keys. */
final class Words {
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_WORDS = Pattern.compile("[^a-z0-9' -]+");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z0-9]+");

    private Words() {}

    /** Lower-case words without accents and punctuation other than {@code '} and {@code -}. */
    static String plain(String text) {
        String letters = NOT_WORDS.matcher(folded(text)).replaceAll(" ");
        return SPACES.matcher(letters).replaceAll(" ").strip();
    }

    /** The words of a name like {@code red-apple}. */
    static String ofName(String name) {
        return plain(name.replace('-', ' ').replace('_', ' '));
    }

    /** Words joined with hyphens, fit for a file name: {@code woman's boot} gives {@code womans-boot}. */
    static String kebab(String text) {
        String joined = NOT_LETTERS.matcher(folded(text).replace("'", "")).replaceAll("-");
        return joined.replaceAll("^-|-$", "");
    }

    /** Letters and digits only, so that {@code red-apple}, {@code Red apple} and {@code redapple} meet. */
    static String squashed(String text) {
        return NOT_LETTERS.matcher(folded(text)).replaceAll("");
    }

    private static String folded(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        return ACCENTS.matcher(decomposed)
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replace('\u2013', '-');
    }
}
