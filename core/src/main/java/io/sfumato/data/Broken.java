package io.sfumato.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Entries of a data set, or of a part of one, that turned out broken. Safe for several threads. */
final class Broken {
    /** Of the whole data set's entries, how many may be broken: one in so many. */
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
        if (entries.size() > data.wholeCount() / ONE_IN) {
            throw tooMany(
                    entries.size() + " of " + data.wholeCount() + " pictures cannot be used, expected at most 1 %",
                    broken);
        }
        if (entries.size() == data.count()) {
            throw tooMany("none of " + data.count() + " pictures held out can be used, expected one at least", broken);
        }
    }

    private DataException tooMany(String what, BrokenPictureException last) {
        return new DataException(
                what + ": " + String.join("; ", named) + (entries.size() > NAMED ? "; and others" : ""), last);
    }

    /** What was added since the last call. */
    synchronized List<BrokenPictureException> news() {
        List<BrokenPictureException> told = List.copyOf(news);
        news.clear();
        return told;
    }
}
