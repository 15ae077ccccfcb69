package io.sfumato.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All texts that people say of the pictures of a data set: what a vocabulary is made of. */
public final class Texts {
    private Texts() {}

    /**
     * Those of every entry that can be read; pictures are not decoded.
     *
     * @param broken hears of each entry that cannot
     * @throws DataException where more than 1 % of the data set is broken
     */
    public static List<String> of(DataSet data, Consumer<BrokenPictureException> broken) {
        List<String> texts = new ArrayList<>();
        Broken unreadable = new Broken(data);
        for (int entry = 0; entry < data.count(); entry++) {
            try {
                if (data.known(entry) instanceof Known.Words words) {
                    texts.addAll(words.texts());
                }
            } catch (BrokenPictureException e) {
                unreadable.add(entry, e);
            }
        }
        unreadable.news().forEach(broken);
        return texts;
    }

    /** Whether the entries of a data set have so many at most; one that cannot be read, or that nothing is said of, counts as one. */
    public static boolean areAtMost(DataSet data, long most) {
        long texts = 0;
        for (int entry = 0; entry < data.count() && texts <= most && data.count() <= most; entry++) {
            texts += Math.max(1, count(data, entry));
        }
        return data.count() <= most && texts <= most;
    }

    private static int count(DataSet data, int entry) {
        try {
            return data.known(entry) instanceof Known.Words words
                    ? words.texts().size()
                    : 0;
        } catch (BrokenPictureException e) {
            return 0; // whoever comes to it says so
        }
    }
}
