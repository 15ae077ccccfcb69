package io.sfumato.data;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Captions for an example: one canonical, a few ready ones, and a varied one for every time it is trained on. */
public final class Captions {
    private static final Set<String> AFTER_THE_NOUN =
            Set.of("with", "of", "on", "in", "at", "and", "behind", "from", "for", "pointing", "facing", "holding");
    private static final Set<String> PLURALS = Set.of("people", "men", "women", "children", "feet", "mice");
    private static final Set<String> SINGULAR_ENDINGS = Set.of("ss", "us", "is", "as", "os");
    private static final Set<String> SOUNDS_LIKE_YOU = Set.of("uni", "eur", "one", "uku", "use", "ufo", "ewe");

    private Captions() {}

    /** {@code "LABEL, STYLE style"}. */
    public static String canonical(String label, String style) {
        return label + ", " + style + " style";
    }

    /** The captions written into a data set, the canonical one first. */
    public static List<String> ready(String label, String style) {
        String noun = withArticle(label);
        return List.of(canonical(label, style), canonical(noun, style), label, noun).stream()
                .distinct()
                .toList();
    }

    /**
     * A caption to train on. Three in five are canonical; the rest leave out the style, add an article, or say a tag,
     * so that a model also understands prompts written in another way.
     */
    public static String varied(Example example, RandomGenerator random) {
        String label = example.label();
        String style = example.style();
        int draw = random.nextInt(100);
        String tag = example.tags().isEmpty()
                ? label
                : example.tags().get(random.nextInt(example.tags().size()));
        if (draw < 60) {
            return canonical(label, style);
        } else if (draw < 75) {
            return canonical(withArticle(label), style);
        } else if (draw < 82) {
            return label;
        } else if (draw < 87) {
            return withArticle(label);
        } else if (draw < 97) {
            return tag.equals(label) ? canonical(label, style) : tag + ", " + canonical(label, style);
        }
        return canonical(tag, style);
    }

    /** The caption of {@link #varied(Example, RandomGenerator)} that belongs to {@code seed}. */
    public static String varied(Example example, long seed) {
        return varied(example, new SplittableRandom(seed));
    }

    /** {@code "a red apple"}, {@code "an onion"}; plurals stay as they are. */
    static String withArticle(String label) {
        return isPlural(headNoun(label)) ? label : (startsWithVowelSound(label) ? "an " : "a ") + label;
    }

    private static String headNoun(String label) {
        String head = "";
        for (String word : label.split(" ", -1)) {
            if (AFTER_THE_NOUN.contains(word)) {
                break;
            }
            head = word;
        }
        return head;
    }

    private static boolean isPlural(String noun) {
        boolean plainS = noun.length() > 3
                && noun.endsWith("s")
                && !SINGULAR_ENDINGS.contains(noun.substring(noun.length() - 2));
        return plainS || PLURALS.contains(noun);
    }

    private static boolean startsWithVowelSound(String label) {
        if (label.startsWith("hour") || label.startsWith("8") || label.startsWith("11 ")) {
            return true;
        }
        boolean vowel = !label.isEmpty() && "aeiou".indexOf(label.charAt(0)) >= 0;
        return vowel && !SOUNDS_LIKE_YOU.contains(label.substring(0, Math.min(3, label.length())));
    }
}
