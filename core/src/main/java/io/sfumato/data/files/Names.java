package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The names of files inside a folder: with forward slashes, never leading out of it. */
final class Names {
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "webp", "gif", "bmp");
    private static final Set<String> NOT_LOOKED_INTO = Set.of("__MACOSX");

    private static final int SHOWN = 3;

    private Names() {}

    /** All pictures in and below a folder, in the order of their names. */
    static List<String> pictures(Path folder) {
        return files(folder).stream().filter(Names::isPicture).toList();
    }

    /** All files in and below a folder but hidden ones, in the order of their names. */
    static List<String> files(Path folder) {
        checkFolder(folder);
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .filter(Names::isSeen)
                    .map(Names::name)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (UncheckedIOException e) {
            throw unreadable(folder, e.getCause());
        }
    }

    /** The names of folders in a folder but hidden ones, in their order. */
    static List<String> folders(Path folder) {
        checkFolder(folder);
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isDirectory)
                    .map(folder::relativize)
                    .filter(Names::isSeen)
                    .map(Names::name)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** How many files in a folder, but none below it, have names of pictures. */
    static long loosePictures(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(folder::relativize)
                    .filter(Names::isSeen)
                    .filter(file -> isPicture(name(file)))
                    .count();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** The first of many names, for messages. */
    static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and others" : "");
    }

    static void checkFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            String where = folder.isAbsolute() ? "" : " in " + Path.of("").toAbsolutePath();
            throw new DataException(folder + ": no such folder" + where + ", expected the pictures there."
                    + " Was the data set put elsewhere, or is this started in another folder?");
        }
    }

    private static DataException unreadable(Path folder, IOException e) {
        return new DataException(folder + ": cannot be looked into: " + FileTrouble.of(e), e);
    }

    static boolean isSeen(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") || NOT_LOOKED_INTO.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    static String name(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    static boolean isPicture(String name) {
        return PICTURES.contains(ending(name));
    }

    /** What follows the last point, in small letters; empty where there is none. */
    static String ending(String name) {
        int point = name.lastIndexOf('.');
        return point < 0 || name.indexOf('/', point) >= 0
                ? ""
                : name.substring(point + 1).toLowerCase(Locale.ROOT);
    }

    /** The name up to the last point. */
    static String stem(String name) {
        String ending = ending(name);
        return ending.isEmpty() ? name : name.substring(0, name.length() - ending.length() - 1);
    }

    /**
     * The file that somebody's list names. Throws {@link DataException} where the name leads out of the folder or to no file;
     * its message goes on after the place in the list.
     */
    static Path listed(Path folder, String name) {
        Path root = folder.toAbsolutePath().normalize();
        Path file;
        try {
            file = root.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new DataException("file_name is no path: " + e.getMessage(), e);
        }
        if (!file.startsWith(root) || file.equals(root)) {
            throw new DataException("file_name '" + name + "' leads out of the folder, expected a path inside it");
        }
        if (!Files.isRegularFile(file)) {
            throw new DataException("file_name '" + name + "' does not exist. Was the data set built completely?");
        }
        return file;
    }
}
