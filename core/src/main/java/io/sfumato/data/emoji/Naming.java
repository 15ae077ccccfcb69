package io.sfumato.data.emoji;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what each icon shows, so that the same concept meets itself across sets.
 *
 * <p>Newer packages say which code points an icon stands for. For the others its name decides: it is looked up among
 * Unicode's labels, the names and aliases the newer packages use, and the formal names of Unicode, spelled without
 * anything but letters and digits. Whatever is not found there keeps its own name.
 */
final class Naming {
    private final Map<String, Concept> byCodePoints;
    private final Map<String, Match> byName = new HashMap<>();
    private final Map<String, Concept> byId = new HashMap<>();

    /** How an icon came by its concept; earlier is surer. */
    private enum Certainty {
        CODE_POINTS,
        NICKNAME,
        LABEL,
        OTHER_SET,
        FORMAL_NAME,
        OWN_NAME
    }

    private record Match(Concept concept, Certainty certainty) {}

    private record Guess(Icon icon, Match match) {}

    Naming(Emojibase emojibase, List<IconSet> sets) {
        byCodePoints = emojibase.concepts();
        byCodePoints.values().forEach(concept -> {
            byId.putIfAbsent(concept.id(), concept);
            learn(concept.label(), concept, Certainty.LABEL);
        });
        for (IconSet set : sets) {
            set.codePoints().forEach((name, points) -> learn(name, concept(points), Certainty.OTHER_SET));
        }
        for (IconSet set : sets) {
            set.aliases().forEach((name, others) -> {
                Concept concept = concept(set.codePoints().getOrDefault(name, List.of()));
                others.forEach(other -> learn(other, concept, Certainty.OTHER_SET));
            });
        }
        emojibase
                .unicodeNames()
                .forEach((points, name) -> learn(name, byCodePoints.get(points), Certainty.FORMAL_NAME));
    }

    private void learn(String name, @Nullable Concept concept, Certainty certainty) {
        if (concept != null) {
            byName.putIfAbsent(Words.squashed(name), new Match(concept, certainty));
        }
    }

    /** The drawings of {@code set} with what they show, no concept twice; flags and swatches are left out. */
    List<Drawing> drawings(IconSet set) {
        List<Guess> guesses = new ArrayList<>();
        for (Icon icon : set.icons()) {
            guesses.add(new Guess(icon, match(set, icon)));
        }
        guesses.sort(Comparator.comparing((Guess guess) -> guess.match().certainty())
                .thenComparing(guess -> guess.icon().name()));
        Set<String> taken = new HashSet<>();
        List<Drawing> drawings = new ArrayList<>();
        for (Guess guess : guesses) {
            Concept concept = free(guess, set, taken);
            if (Categories.wanted(concept.category())) {
                taken.add(concept.id());
                drawings.add(new Drawing(set.set(), guess.icon(), concept));
            }
        }
        return drawings;
    }

    private Concept free(Guess guess, IconSet set, Set<String> taken) {
        Concept concept = guess.match().concept();
        if (taken.contains(concept.id())) {
            concept = own(set, guess.icon());
        }
        for (int i = 2; taken.contains(concept.id()); i++) {
            Concept same = guess.match().concept();
            concept = new Concept(same.id() + "-" + i, same.label(), same.tags(), same.category());
        }
        return concept;
    }

    private Match match(IconSet set, Icon icon) {
        List<String> points = set.codePoints().getOrDefault(icon.name(), List.of());
        if (!points.isEmpty()) {
            Concept concept = concept(points);
            return concept != null
                    ? new Match(concept, Certainty.CODE_POINTS)
                    : new Match(own(set, icon), Certainty.OWN_NAME);
        }
        String nickname = set.set().quirks().nicknames().get(icon.name());
        if (nickname != null) {
            return new Match(own(set, icon, nickname), Certainty.NICKNAME);
        }
        return Stream.concat(Stream.of(icon.name()), set.aliases().getOrDefault(icon.name(), List.of()).stream())
                .map(name -> byName.get(Words.squashed(name)))
                .filter(match -> match != null)
                .findFirst()
                .orElseGet(() -> new Match(own(set, icon), Certainty.OWN_NAME));
    }

    private @Nullable Concept concept(List<String> codePoints) {
        for (String points : codePoints) {
            Concept concept = byCodePoints.get(points);
            if (concept != null) {
                return concept;
            }
        }
        return null;
    }

    private Concept own(IconSet set, Icon icon) {
        return own(set, icon, Words.ofName(icon.name()));
    }

    private Concept own(IconSet set, Icon icon, String label) {
        String category = icon.name().startsWith("flag-") || icon.name().endsWith("-flag")
                ? Categories.FLAGS
                : Categories.of(set.categories().getOrDefault(icon.name(), Categories.SYMBOLS));
        return byId.computeIfAbsent(Words.kebab(label), id -> new Concept(id, label, List.of(), category));
    }
}
