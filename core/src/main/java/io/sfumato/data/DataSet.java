package io.sfumato.data;

import io.sfumato.image.Picture;
import java.util.List;

/** Pictures on disk, with what is known of each. Safe for several threads; the entries do not change while it is used. */
public interface DataSet {

    /** How many entries there are: 1 or more. */
    int count();

    /** How many entries there are in the data set that this is a part of: what a share of broken ones is a share of. */
    default int wholeCount() {
        return count();
    }

    /** Where entry {@code index} comes from, inside the data set's folder: a file, or a shard and its entry. */
    String name(int index);

    /** Picture {@code index}, decoded now. Throws {@link BrokenPictureException}, which says where it is. */
    Picture picture(int index);

    /**
     * What is known of entry {@code index}; the picture is not decoded for it. Throws {@link BrokenPictureException} where
     * what was promised cannot be read.
     */
    Known known(int index);

    /** The names of classes or kinds of things, at the place of their index; empty where there are none. */
    default List<String> classes() {
        return List.of();
    }

    /**
     * The first entry of each stretch that is best read from its start to its end, ascending from 0; one stretch where any
     * order is as good as another.
     */
    default List<Integer> stretches() {
        return List.of(0);
    }
}
