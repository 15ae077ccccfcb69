package io.sfumato.data.files;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import io.sfumato.data.LabelMap;
import io.sfumato.data.Parts;
import io.sfumato.image.ImageException;
import io.sfumato.image.Indices;
import io.sfumato.image.PictureFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Pictures in one folder, and in another, by the same names, what stands at each of their pixels: PNG files of one channel.
 *
 * @param pictures the folder of the pictures, inside that of the data set
 * @param maps that of the maps
 * @param shift added to each number, modulo 256
 * @param kinds that there are; unchecked where absent
 */
public record LabelMaps(String pictures, String maps, int shift, OptionalInt kinds) {
    private static final int BYTE = 256;

    /** Whether a folder has one of pictures and one of maps. */
    boolean areIn(Path folder) {
        return Files.isDirectory(folder.resolve(pictures)) && Files.isDirectory(folder.resolve(maps));
    }

    /** By the names of pictures, such as {@code val/2.png}; by chance where they say nothing. */
    Parts parts(Path folder, double heldOut) {
        Whole whole = open(folder);
        List<String> names = IntStream.range(0, whole.data().count())
                .mapToObj(whole.data()::name)
                .toList();
        return SplitFolders.of(names)
                .map(splits -> Parts.bySplit(whole.data(), splits).withFound(whole.found()))
                .orElseGet(() -> whole.divided(heldOut));
    }

    private Whole open(Path folder) {
        Path pictureFolder = inside(folder, pictures);
        Path mapFolder = inside(folder, maps);
        Map<String, String> mapNames = new HashMap<>();
        for (String name : Names.files(mapFolder)) {
            if (Names.ending(name).equals("png") && mapNames.put(Names.stem(name), name) != null) {
                throw new DataException(mapFolder + ": has two maps '" + name + "'");
            }
        }
        List<String> names = Names.pictures(pictureFolder);
        List<Path> files = names.stream()
                .map(name -> {
                    String map = mapNames.get(Names.stem(name));
                    if (map == null) {
                        throw new DataException(pictureFolder.resolve(name) + ": has no map, expected "
                                + mapFolder.resolve(Names.stem(name) + ".png"));
                    }
                    return mapFolder.resolve(map);
                })
                .toList();
        return new Whole(
                new FilePictures(pictureFolder, names, index -> map(files.get(index)), List.of()).asStored(),
                Found.as(pictures + " with their maps, " + maps + ", in " + folder));
    }

    private static Path inside(Path folder, String name) {
        Path root = folder.normalize();
        Path inside = root.resolve(name).normalize();
        if (!inside.startsWith(root)) {
            throw new DataException("folder '" + name + "' leads out of " + folder + ", expected one inside it");
        }
        Names.checkFolder(inside);
        return inside;
    }

    private Known map(Path file) {
        try {
            Indices map = shifted(PictureFile.decodeIndices(file.toString(), PictureFile.bytes(file)));
            if (kinds.isPresent() && map.highest() >= kinds.getAsInt()) {
                throw new BrokenPictureException(file + ": has kind " + map.highest() + ", expected 0 to "
                        + (kinds.getAsInt() - 1)
                        + (map.highest() == BYTE - 1
                                ? ". Where 255 means that nothing is known, 'shift: 1' makes it 0"
                                : ""));
            }
            return new Known.Labelled(new LabelMap(map));
        } catch (ImageException e) {
            throw new BrokenPictureException(e.getMessage(), e);
        }
    }

    private Indices shifted(Indices map) {
        return shift == 0
                ? map
                : Indices.of(
                        map.width(),
                        map.height(),
                        Arrays.stream(map.numbers())
                                .map(number -> (number + shift) % BYTE)
                                .toArray());
    }
}
