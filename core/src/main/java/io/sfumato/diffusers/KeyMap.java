package io.sfumato.diffusers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two names for each part of a network: ours, and those of diffusers. A parameter has the name of the part that it belongs
 * to, and what follows is the same on both sides. One part of ours may be several of theirs.
 */
public final class KeyMap {
    private final Map<String, List<String>> theirs;
    private final Map<String, String> ours = new HashMap<>();

    private KeyMap(Map<String, List<String>> theirs) {
        this.theirs = theirs;
        theirs.forEach((our, parts) -> parts.forEach(their -> {
            if (ours.put(their, our) != null) {
                throw new IllegalStateException("two parts are named '" + their + "' in diffusers");
            }
        }));
    }

    /** The names in diffusers of one of our parameters, in the order of its channels; none where the part is unknown. */
    public List<String> theirs(String parameter) {
        return part(parameter, theirs)
                .map(part -> theirs.get(part).stream()
                        .map(their -> their + parameter.substring(part.length()))
                        .toList())
                .orElse(List.of());
    }

    /** Our name of a parameter of diffusers, where its part is known. */
    public Optional<String> ours(String parameter) {
        return part(parameter, ours).map(part -> ours.get(part) + parameter.substring(part.length()));
    }

    /** The longest beginning of a parameter's name that is a known part. */
    private static Optional<String> part(String parameter, Map<String, ?> known) {
        int end = parameter.lastIndexOf('.');
        while (end > 0 && !known.containsKey(parameter.substring(0, end))) {
            end = parameter.lastIndexOf('.', end - 1);
        }
        return end > 0 ? Optional.of(parameter.substring(0, end)) : Optional.empty();
    }

    /** Collects pairs of names. */
    static final class Builder {
        private final Map<String, List<String>> theirs = new LinkedHashMap<>();

        Builder add(String ours, String... theirs) {
            if (this.theirs.put(ours, List.of(theirs)) != null) {
                throw new IllegalStateException("two parts are named '" + ours + "' here");
            }
            return this;
        }

        /** Parts that have the same name on both sides. */
        Builder same(String... names) {
            for (String name : names) {
                add(name, name);
            }
            return this;
        }

        KeyMap build() {
            return new KeyMap(theirs);
        }
    }
}
