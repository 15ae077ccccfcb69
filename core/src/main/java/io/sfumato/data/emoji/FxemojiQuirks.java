package io.sfumato.data.emoji;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/** The set of Firefox OS runs its words together, and names many things in its own way. */
final class FxemojiQuirks {
    /** One {@code name = label} a line. */
    private static final String NICKNAMES = "fxemoji-names.txt";

    /** {@code heartblue} has the wrong view, {@code tramcar} has lost its colours, {@code fog} hardly shows. */
    static final Quirks ALL = new Quirks(Quirks.nicknames(read()), Set.of("heartblue", "tramcar", "fog"));

    private FxemojiQuirks() {}

    private static String read() {
        try (InputStream in = Objects.requireNonNull(FxemojiQuirks.class.getResourceAsStream(NICKNAMES))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
