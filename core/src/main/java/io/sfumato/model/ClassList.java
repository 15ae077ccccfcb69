package io.sfumato.model;

import io.sfumato.condition.ClassLabel;
import io.sfumato.pipeline.RequestException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The classes that a model can be asked for.
 *
 * @param count of them; the one that stands for any is not among them where it is known to be none
 * @param names at the place of their index; empty where they are not known
 */
public record ClassList(int count, List<String> names) {
    private static final int LONGEST_NAME = 200;
    private static final int MOST_SHOWN = 20;

    /** Takes a copy of the list. */
    public ClassList {
        names = List.copyOf(names);
    }

    /** Those of a model; empty where it hears no class inside the network. */
    public static Optional<ClassList> of(ModelDescription model) {
        OptionalInt heard = heardBy(model.conditioner());
        if (heard.isEmpty()) {
            return Optional.empty();
        }
        int any = model.absence().equals(Optional.of(ModelDescription.Absence.LEARNED)) ? 1 : 0;
        int count = model.classes().isEmpty()
                ? heard.getAsInt() - any
                : model.classes().size();
        return Optional.of(new ClassList(count, model.classes()));
    }

    /** How many classes such a conditioner tells apart, that of "any" included; empty where it hears something else. */
    public static OptionalInt heardBy(ConditionerSpec conditioner) {
        ConditionerSpec inside = conditioner.inside();
        if (inside instanceof ConditionerSpec.ClassToken token) {
            return OptionalInt.of(token.sizes().classes());
        }
        return inside instanceof ConditionerSpec.Label label ? OptionalInt.of(label.classes()) : OptionalInt.empty();
    }

    /** Throws {@link IllegalArgumentException} where a name cannot be shown in a line. */
    public static void checkNames(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("name of class " + i + " is empty, longer than " + LONGEST_NAME
                        + " characters, or has control characters, expected a word or two");
            }
        }
    }

    /** Every class, in order. */
    public List<ClassLabel> all() {
        return IntStream.range(0, count).mapToObj(ClassLabel::new).toList();
    }

    /**
     * The class of a name, in whatever case; else that of a number. Throws {@link RequestException} where there is none, or
     * more than one.
     */
    public ClassLabel find(String asked) {
        int[] named = IntStream.range(0, names.size())
                .filter(index -> names.get(index).equalsIgnoreCase(asked.strip()))
                .toArray();
        if (named.length > 1) {
            throw new RequestException("class '" + asked + "' is the name of "
                    + IntStream.of(named).mapToObj(Integer::toString).collect(Collectors.joining(" and "))
                    + ", expected one of these numbers");
        }
        return new ClassLabel(named.length == 1 ? named[0] : numbered(asked));
    }

    private int numbered(String asked) {
        try {
            int index = Integer.parseInt(asked.strip());
            if (index >= 0 && index < count) {
                return index;
            }
        } catch (NumberFormatException e) {
            // no number, so that no class is meant
        }
        throw new RequestException("class is '" + asked + "', expected " + (names.isEmpty() ? "" : "a name or ")
                + "a number from 0 to " + (count - 1) + known(asked));
    }

    /** What people call a class: its name, else its number. */
    public String name(long index) {
        return index < names.size() ? names.get((int) index) : "class " + index;
    }

    /** How many there are, and what each is called where it has a name. */
    public String told() {
        return names.isEmpty()
                ? Integer.toString(count)
                : IntStream.range(0, count)
                        .mapToObj(index -> index + " " + name(index))
                        .collect(Collectors.joining(", "));
    }

    private String known(String asked) {
        if (names.isEmpty()) {
            return "; the model has no names for them";
        }
        List<String> similar = similar(asked);
        List<String> shown = similar.isEmpty() ? names : similar;
        return ": " + String.join(", ", shown.subList(0, Math.min(shown.size(), MOST_SHOWN)))
                + (shown.size() > MOST_SHOWN ? ", …" : "");
    }

    /** Names that have what was asked for in them. */
    private List<String> similar(String asked) {
        String part = asked.strip().toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(part))
                .toList();
    }
}
