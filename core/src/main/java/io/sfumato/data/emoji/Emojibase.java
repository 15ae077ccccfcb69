package io.sfumato.data.emoji;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The emoji of Unicode with their labels and tags, from the package emojibase-data.
 *
 * @param concepts what each emoji shows, by its code points
 * @param unicodeNames the formal, often older names, by code points
 */
record Emojibase(Map<String, Concept> concepts, Map<String, String> unicodeNames) {
    static final NpmPackage SOURCE = NpmPackage.of(
            "emojibase-data",
            "17.0.0",
            "sha512-Yvgb5AWoHViHV/gq1qr5ZAarcBip+B27/ZLRsUJkbgAEaLlZ/fof9g882LTpmEpyhBNEC0m2SEmItljHsTygjA==");
    static final String LICENCE = "MIT";
    static final String ATTRIBUTION = "Emojibase by Miles Johnson, https://github.com/milesj/emojibase";

    private static final String DATA = "package/en/data.json";
    private static final String NAMES = "package/meta/unicode-names.json";
    private static final List<String> GROUPS = List.of(
            Categories.FACES,
            Categories.PEOPLE,
            Categories.COMPONENTS,
            Categories.NATURE,
            Categories.FOOD,
            Categories.TRAVEL,
            Categories.ACTIVITIES,
            Categories.OBJECTS,
            Categories.SYMBOLS,
            Categories.FLAGS);
    private static final Pattern SELECTOR = Pattern.compile("-fe0f(?=-|$)");
    private static final Pattern ODD_TAG = Pattern.compile("[^\\p{L}0-9 '\u2019.&-]");
    private static final String REGIONAL_INDICATOR = "regional indicator ";

    /** Reads the package. */
    static Emojibase read(Path archive) {
        Map<String, byte[]> entries = TarEntries.read(archive, Set.of(DATA, NAMES));
        Map<String, Concept> concepts = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        ObjectMapper json = new ObjectMapper();
        try {
            for (JsonNode emoji : json.readTree(entries.get(DATA))) {
                concepts.put(withoutSelectors(emoji.path("hexcode").asText()), concept(emoji));
            }
            json.readTree(entries.get(NAMES))
                    .properties()
                    .forEach(field -> names.put(
                            withoutSelectors(field.getKey()), field.getValue().asText()));
        } catch (IOException e) {
            throw new DataException(archive + ": is not the JSON it should be: " + e.getMessage(), e);
        }
        return new Emojibase(concepts, names);
    }

    /** Code points as lower-case hex, without the selectors that say whether to draw in colour. */
    static String withoutSelectors(String codePoints) {
        return SELECTOR.matcher(codePoints.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    private static Concept concept(JsonNode emoji) {
        String label = label(emoji.path("label").asText());
        int group = emoji.path("group").asInt(GROUPS.indexOf(Categories.SYMBOLS));
        if (group < 0 || group >= GROUPS.size()) {
            throw new DataException(
                    "emojibase-data: " + label + " is in group " + group + ", expected 0 to " + (GROUPS.size() - 1));
        }
        return Concept.of(label, tags(emoji.path("tags"), label), GROUPS.get(group));
    }

    /** {@code "keycap: *"} gives {@code "keycap asterisk"}, {@code "person: beard"} gives {@code "person beard"}. */
    static String label(String given) {
        String spelled = given.replace("#", "hash").replace("*", "asterisk");
        if (spelled.startsWith(REGIONAL_INDICATOR)) {
            spelled = "letter " + spelled.substring(REGIONAL_INDICATOR.length());
        }
        return Words.plain(spelled);
    }

    private static List<String> tags(JsonNode given, String label) {
        Set<String> tags = new LinkedHashSet<>();
        for (JsonNode tag : given) {
            String words = Words.plain(tag.asText().replace(".", ""));
            boolean odd = ODD_TAG.matcher(tag.asText()).find() || words.length() < 2;
            if (!odd && !words.equals(label) && words.chars().anyMatch(Character::isLetter)) {
                tags.add(words);
            }
        }
        return List.copyOf(tags);
    }
}
