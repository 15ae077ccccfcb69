package io.sfumato.model;

import io.sfumato.tensor.Excerpt;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What keeps a file from filling parameters: names that it lacks, names that nothing here has, and those whose shapes
 * differ.
 */
public record Misfit(Collection<String> missing, Collection<String> unexpected, Collection<String> misshapen) {
    private static final int NAMED = 10;
    private static final int LONGEST = 300;

    /**
     * Does nothing where there is nothing to complain of.
     *
     * @param cure how the message ends
     * @throws ModelException which names all three at once
     */
    public void complain(Path file, String cure) {
        complain(file + " does not fit its description: ", cure);
    }

    /**
     * As above.
     *
     * @param beginning how the message begins
     */
    public void complain(String beginning, String cure) {
        if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
            throw new ModelException(beginning
                    + part("missing", missing)
                    + part("unexpected", unexpected)
                    + part("misshapen", misshapen)
                    + cure);
        }
    }

    private static String part(String kind, Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > NAMED ? "; …" : "";
        return names.size() + " " + kind + " ("
                + String.join(
                        "; ",
                        names.stream()
                                .limit(NAMED)
                                .map(name -> Excerpt.of(name, LONGEST))
                                .toList()) + more + "); ";
    }
}
