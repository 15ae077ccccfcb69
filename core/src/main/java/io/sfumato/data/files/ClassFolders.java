package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One folder a class: its pictures are in and below it. */
final class ClassFolders {
    private ClassFolders() {}

    /** Classes are counted in the order of the folders' names. */
    static DataSet open(Path folder) {
        List<String> names = Names.folders(folder);
        if (names.isEmpty()) {
            throw new DataException(folder + ": no folders here, expected one a class");
        }
        return open(folder, names);
    }

    /** Of classes that are known; those without a picture here are none the less counted. */
    static DataSet open(Path folder, List<String> classes) {
        List<String> pictures = Names.pictures(folder).stream()
                .filter(name -> name.indexOf('/') > 0)
                .toList();
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
        return new FilePictures(folder, pictures, index -> new Known.ClassOf(indices[index]), classes);
    }
}
