package io.sfumato.data.emoji;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells drawings that only repeat another one in a given skin tone. */
final class SkinTones {
    private static final Pattern NAMED =
            Pattern.compile("(^|-)(light|medium-light|medium|medium-dark|dark)-skin-tone|-tone-?[1-6](-|$)|1f3f[b-f]");
    private static final List<String> SUFFIXES = List.of("-medium-light", "-medium-dark", "-light", "-dark", "-medium");
    private static final Pattern MODIFIER = Pattern.compile("(^|-)1f3f[b-f](-|$)");

    private SkinTones() {}

    /**
     * Whether the drawing called {@code name} is such a variant.
     *
     * @param codePoints the emoji it stands for, where known
     * @param names all names of the set: {@code hook-dark} is a variant only where there is a {@code hook}
     */
    static boolean isVariant(String name, Collection<String> codePoints, Set<String> names) {
        if (NAMED.matcher(name).find()) {
            return true;
        }
        if (!codePoints.isEmpty()) {
            return codePoints.stream()
                    .anyMatch(points -> MODIFIER.matcher(points).find());
        }
        return SUFFIXES.stream()
                .filter(name::endsWith)
                .map(suffix -> name.substring(0, name.length() - suffix.length()))
                .anyMatch(base -> names.contains(base) || SUFFIXES.stream().anyMatch(base::endsWith));
    }
}
