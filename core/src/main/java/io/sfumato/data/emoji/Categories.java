package io.sfumato.data.emoji;

import java.util.Locale;
import java.util.Map;

/** The groups that Unicode sorts emoji into, in lower case. */
final class Categories {
    static final String FACES = "smileys & emotion";
    static final String PEOPLE = "people & body";
    static final String COMPONENTS = "component";
    static final String NATURE = "animals & nature";
    static final String FOOD = "food & drink";
    static final String TRAVEL = "travel & places";
    static final String ACTIVITIES = "activities";
    static final String OBJECTS = "objects";
    static final String SYMBOLS = "symbols";
    static final String FLAGS = "flags";

    private static final Map<String, String> OLDER = Map.of(
            "people", PEOPLE,
            "nature", NATURE,
            "food", FOOD,
            "travel", TRAVEL,
            "places", TRAVEL,
            "modifiers", COMPONENTS);

    private Categories() {}

    /** The group that a set calls {@code name}. */
    static String of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return OLDER.getOrDefault(lower, lower);
    }

    /** Whether we want pictures of it: not flags, nor the swatches of skin and hair. */
    static boolean wanted(String category) {
        return !category.equals(FLAGS) && !category.equals(COMPONENTS);
    }
}
