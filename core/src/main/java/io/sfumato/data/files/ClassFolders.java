package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One folder a class: its pictures are in and below it. */
final class ClassFolders {
    private ClassFolders() {}

    /** Classes are counted in the order of the folders' names. */
    static Whole open(Contents contents) {
        List<String> names = Names.folders(contents.folder());
        if (names.isEmpty()) {
            throw new DataException(contents.folder() + ": no folders here, expected one a class");
        }
        return open(contents, names);
    }

    /** Of classes that are known; those without a picture here are none the less counted. */
    static Whole open(Contents contents, List<String> classes) {
        Path folder = contents.folder();
        List<String> all = contents.pictures();
        List<String> pictures =
                all.stream().filter(name -> name.indexOf('/') > 0).toList();
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        int[] indices = new int[pictures.size()];
        for (int i = 0; i < indices.length; i++) {
            String name = pictures.get(i).substring(0, pictures.get(i).indexOf('/'));
            Integer number = numbers.get(name);
            if (number == null) {
                throw new DataException(
                        folder + ": has a folder '" + name + "', expected only classes that are trained on");
            }
            indices[i] = number;
        }
        return new Whole(
                new FilePictures(folder, pictures, index -> new Known.ClassOf(indices[index]), classes),
                Found.as("a folder for each of " + classes.size() + " classes in " + folder)
                        .without(all.size() - pictures.size(), folder));
    }
}
