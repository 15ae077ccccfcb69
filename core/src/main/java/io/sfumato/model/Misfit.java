package io.sfumato.model;

import java.nio.file.Path;
import java.util.Collection;

/**
 * What keeps a file from filling parameters: names that it lacks, names that nothing here has, and those whose shapes
 * differ.
 */
public record Misfit(Collection<String> missing, Collection<String> unexpected, Collection<String> misshapen) {
    private static final int NAMED = 10;

    /**
     * Does nothing where there is nothing to complain of.
     *
     * @param cure how the message ends
     * @throws ModelException which names all three at once
     */
    public void complain(Path file, String cure) {
        if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
            throw new ModelException(file + " does not fit its description: " + part("missing", missing)
                    + part("unexpected", unexpected) + part("misshapen", misshapen) + cure);
        }
    }

    private static String part(String kind, Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String more = names.size() > NAMED ? "; …" : "";
        return names.size() + " " + kind + " ("
                + String.join("; ", names.stream().limit(NAMED).toList()) + more + "); ";
    }
}
