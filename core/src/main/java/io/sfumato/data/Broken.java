package io.sfumato.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Entries of a data set that turned out broken. Safe for several threads. */
final class Broken {
    /** Of the entries, how many may be broken: one in so many. */
    private static final int ONE_IN = 100;

    private static final int NAMED = 3;

    private final DataSet data;
    private final Set<Integer> entries = new HashSet<>();
    private final List<String> named = new ArrayList<>();
    private final List<BrokenPictureException> news = new ArrayList<>();

    Broken(DataSet data) {
        this.data = data;
    }

    synchronized boolean has(int entry) {
        return entries.contains(entry);
    }

    /** Takes note. Throws {@link DataException} where these are too many. */
    synchronized void add(int entry, BrokenPictureException broken) {
        if (entries.add(entry)) {
            news.add(broken);
            if (named.size() < NAMED) {
                named.add(broken.getMessage());
            }
        }
        if (entries.size() > data.count() / ONE_IN) {
            throw new DataException(
                    entries.size() + " of " + data.count() + " pictures cannot be used, expected at most 1 %: "
                            + String.join("; ", named) + (entries.size() > NAMED ? "; and others" : ""),
                    broken);
        }
    }

    /** What was added since the last call. */
    synchronized List<BrokenPictureException> news() {
        List<BrokenPictureException> told = List.copyOf(news);
        news.clear();
        return told;
    }
}
