package io.sfumato.tensor;

/** Pieces of a file's own text as a message may show them. */
public final class Excerpt {
    private static final int LONGEST = 100;

    private Excerpt() {}

    /** Short, and without what a terminal would obey. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** At most {@code longest} characters, without what a terminal would obey. */
    public static String of(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
