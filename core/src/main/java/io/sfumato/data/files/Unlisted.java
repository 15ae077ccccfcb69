package io.sfumato.data.files;

import io.sfumato.data.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/** Counts the pictures in and below a folder that are not in its list, by their names. */
final class Unlisted {
    private static final long MOST = 10_000; // of what is looked at beyond four files for each in the list

    private Unlisted() {}

    /**
     * Says of those that they are not read. They are counted only as long as that costs about what looking for those in the list
     * does; and what cannot be looked into is nobody's trouble, as nothing of it is to be read.
     */
    static Found said(Found found, Path folder, Collection<String> listed) {
        Set<String> known = new HashSet<>(listed);
        long left = MOST + 4L * known.size();
        long count = 0;
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Iterator<Path> files = walk.iterator(); left > 0 && files.hasNext(); left--) {
                count += isUnlisted(folder.relativize(files.next()), known) ? 1 : 0;
            }
        } catch (IOException | UncheckedIOException e) {
            left = 0; // as where there are too many
        }
        return left > 0 ? found.without(count, folder) : found.withoutAtLeast(count, folder);
    }

    private static boolean isUnlisted(Path file, Set<String> listed) {
        String name = Names.name(file);
        return Names.isPicture(name) && Names.isSeen(file) && !listed.contains(name);
    }
}
