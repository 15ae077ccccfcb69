package io.sfumato.condition.clip;

import io.sfumato.condition.text.VocabularyFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Byte pairs with marked ends of words (Sennrich et al. 2016, sec. 3.2, on the bytes of UTF-8): of each word, the pair that
 * stands first here is merged first.
 *
 * @param pairs two pieces with a space between
 */
record Merges(List<String> pairs) {
    static final String END_OF_WORD = "</w>";

    /** The merges of every CLIP: 49,408 ids without 512 symbols and two marks. */
    static final int OF_CLIP = 48_894;

    private static final List<String> SYMBOLS = symbols();

    Merges {
        pairs = List.copyOf(pairs);
    }

    /** Takes the merges of a file, each of which must join two pieces that are there before it. */
    static Merges of(List<String> lines, VocabularyFile file) {
        Set<String> known = new HashSet<>(SYMBOLS);
        boolean endsWords = false;
        for (String merge : lines) {
            int space = merge.indexOf(' ');
            if (space < 0
                    || !known.contains(merge.substring(0, space))
                    || !known.contains(merge.substring(space + 1))) {
                throw file.bad("has '" + shortened(merge) + "' among its merges, expected two pieces that are bytes or"
                        + " merged before, with a space between: is it CLIP's?");
            }
            if (!known.add(joined(merge))) {
                throw file.bad("merges '" + shortened(merge) + "' twice, expected each piece once");
            }
            endsWords |= merge.endsWith(END_OF_WORD);
        }
        if (!endsWords) {
            throw file.bad("has no merge that ends a word (" + END_OF_WORD + "), expected CLIP's: is it GPT-2's?");
        }
        return new Merges(lines);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String joined(String merge) {
        return merge.replace(" ", "");
    }

    /** The symbols, and what each merge makes. */
    List<String> pieces() {
        return Stream.concat(SYMBOLS.stream(), pairs.stream().map(Merges::joined))
                .toList();
    }

    /**
     * Every byte as a character that can be seen (Radford et al. 2019): printable ones of Latin-1 stand for themselves and
     * come first, then the others, which stand at 256 and after. Then all of them once more as ends of words.
     */
    private static List<String> symbols() {
        List<String> symbols = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            if (isPrintable(value)) {
                symbols.add(Character.toString(value));
            }
        }
        for (int other = 256; symbols.size() < 256; other++) {
            symbols.add(Character.toString(other));
        }
        List.copyOf(symbols).forEach(symbol -> symbols.add(symbol + END_OF_WORD));
        return symbols;
    }

    private static boolean isPrintable(int latin) {
        return (latin >= '!' && latin <= '~') || (latin >= 0xA1 && latin != 0xAD);
    }
}
