package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Pictures that a text file names, one a line: the lists of the reference. All methods throw {@link DataException}, which names the
 * line, where a picture is not there.
 *
 * @param folder that the names are inside of; where absent, they are paths from the working folder or from the root
 */
public record PictureList(Path file, Optional<Path> folder) {
    private static final Path HERE = Path.of("");

    /** Pictures alone. */
    public DataSet pictures() {
        return FilePictures.alone(folder.orElse(HERE), names());
    }

    /** With a class each: the first folder of the name. Classes are counted in the order of their names. */
    public DataSet classes() {
        List<String> names = names();
        TreeSet<String> classes = new TreeSet<>();
        names.forEach(name -> classes.add(ofClass(name)));
        return classes(names, List.copyOf(classes));
    }

    /** The same, of classes that are known. */
    public DataSet classes(List<String> known) {
        return classes(names(), known);
    }

    private DataSet classes(List<String> names, List<String> classes) {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        int[] indices = new int[names.size()];
        for (int i = 0; i < indices.length; i++) {
            Integer number = numbers.get(ofClass(names.get(i)));
            if (number == null) {
                throw new DataException(file + ": '" + names.get(i)
                        + "' is of another class than what is trained on, expected one of the same");
            }
            indices[i] = number;
        }
        return new FilePictures(folder.orElse(HERE), names, index -> new Known.ClassOf(indices[index]), classes);
    }

    private String ofClass(String name) {
        int slash = name.indexOf('/');
        if (slash < 1) {
            throw new DataException(file + ": '" + name + "' is in no folder, expected it in the one of its class");
        }
        return name.substring(0, slash);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        TextLines.read(file, (number, line) -> names.add(checked(number, line.strip())));
        if (names.isEmpty()) {
            throw new DataException(file + ": names no picture, expected one a line");
        }
        return names;
    }

    private String checked(int number, String name) {
        try {
            if (folder.isPresent()) {
                Names.listed(folder.get(), name);
            } else if (!Files.isRegularFile(Path.of(name))) {
                throw new DataException("'" + name + "' does not exist. Is the list of another machine's files?");
            }
            return name;
        } catch (InvalidPathException e) {
            throw new DataException(TextLines.at(file, number) + "is no path: " + e.getMessage(), e);
        } catch (DataException e) {
            throw new DataException(TextLines.at(file, number) + e.getMessage(), e);
        }
    }
}
