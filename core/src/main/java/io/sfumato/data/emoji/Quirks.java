package io.sfumato.data.emoji;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one must know about a set to use it well.
 *
 * @param nicknames better names for drawings, by the name they have in the set
 * @param broken drawings that show nothing, or not what they should
 */
public record Quirks(Map<String, String> nicknames, Set<String> broken) {
    /** A set with nothing odd about it. */
    static final Quirks NONE = new Quirks(Map.of(), Set.of());

    /** Before 2018, what Unicode now calls a water pistol was drawn as a real one. */
    static final Quirks OLD_PISTOL = new Quirks(Map.of("pistol", "pistol"), Set.of());

    /** As {@link #OLD_PISTOL}; besides, the bare digits and signs are white, which on white shows nothing. */
    static final Quirks NOTO_V1 = new Quirks(
            OLD_PISTOL.nicknames(),
            Set.of(
                    "digit-zero",
                    "digit-one",
                    "digit-two",
                    "digit-three",
                    "digit-four",
                    "digit-five",
                    "digit-six",
                    "digit-seven",
                    "digit-eight",
                    "digit-nine",
                    "asterisk",
                    "pound-symbol"));

    /** Takes copies. */
    public Quirks {
        nicknames = Map.copyOf(nicknames);
        broken = Set.copyOf(broken);
    }

    /** Nicknames written one a line, as {@code name = nickname}. */
    static Map<String, String> nicknames(String table) {
        return table.lines()
                .map(line -> line.split(" = ", 2))
                .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
    }
}
