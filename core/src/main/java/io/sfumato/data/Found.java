package io.sfumato.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a data set was found, for people: a folder may be read in several ways, and not all have to be those that were meant.
 *
 * @param layout and where it is; empty where nobody says
 * @param remarks on what is not read, or not in the way that one might think
 */
public record Found(String layout, List<String> remarks) {
    /** Of a data set that nobody looked for. */
    static final Found UNSAID = as("");

    /** Takes a copy of the list. */
    public Found {
        remarks = List.copyOf(remarks);
    }

    /** A layout, and where it is. */
    public static Found as(String layout) {
        return new Found(layout, List.of());
    }

    /** The same with more remarks. */
    public Found with(Collection<String> more) {
        return new Found(layout, Stream.concat(remarks.stream(), more.stream()).toList());
    }

    /** The same with a remark, where there is one. */
    public Found with(Optional<String> remark) {
        return with(remark.stream().toList());
    }

    /** The same, saying of so many other picture files of a folder that they are not read. */
    public Found without(long pictures, Path folder) {
        return without("", pictures, folder);
    }

    /** The same where not all were counted. */
    public Found withoutAtLeast(long pictures, Path folder) {
        return without("at least ", pictures, folder);
    }

    private Found without(String how, long pictures, Path folder) {
        String files = counted(pictures, "other picture file") + " in " + folder;
        return pictures == 0 ? this : with(Optional.of(how + files + (pictures == 1 ? " is" : " are") + " not read"));
    }

    /** As it follows how many pictures there are. */
    String inWords() {
        List<String> all = Stream.concat(Stream.of(layout), remarks.stream())
                .filter(said -> !said.isEmpty())
                .toList();
        return all.isEmpty() ? "" : ": " + String.join("; ", all);
    }

    static String counted(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
