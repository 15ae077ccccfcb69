package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.image.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Grey pictures in an IDX file and their classes in another, all of them in memory. */
final class IdxPictures implements DataSet {
    private static final Pattern PICTURES = Pattern.compile("(.*)images([-.])idx3-ubyte(\\.gz)?");

    private final String name;
    private final IdxFile pictures;
    private final IdxFile classes;

    private IdxPictures(Path folder, String pictures) {
        this.name = pictures;
        this.pictures = IdxFile.read(folder.resolve(pictures), 3);
        Path labels = folder.resolve(PICTURES.matcher(pictures).replaceFirst("$1labels$2idx1-ubyte$3"));
        this.classes = IdxFile.read(labels, 1);
        if (count() != classes.size(0)) {
            throw new DataException(labels + ": has " + classes.size(0) + " classes, expected " + count()
                    + ", one for each picture of " + pictures);
        }
    }

    /** The files of pictures in a folder. */
    static List<String> in(Contents contents) {
        return contents.files().stream()
                .filter(name -> PICTURES.matcher(name).matches())
                .toList();
    }

    /** Those called {@code train-…} to train on, others ({@code t10k-…}) to be kept back; by chance where there is one file. */
    static Parts open(Contents contents, double heldOut) {
        Path folder = contents.folder();
        List<String> files = in(contents);
        Found found = Found.as(String.join(" and ", files) + " in " + folder)
                .without(contents.pictures().size(), folder);
        List<String> others =
                files.stream().filter(name -> !prefix(name).startsWith("train")).toList();
        if (files.size() == 1) {
            return new Whole(new IdxPictures(folder, files.get(0)), found).divided(heldOut);
        }
        if (files.size() != 2 || others.size() != 1) {
            throw new DataException(folder + ": has " + String.join(", ", files)
                    + ", expected one train-images-idx3-ubyte and one other");
        }
        String train = files.get(files.indexOf(others.get(0)) == 0 ? 1 : 0);
        return new Parts(new IdxPictures(folder, train), Optional.of(new IdxPictures(folder, others.get(0))), found);
    }

    private static String prefix(String name) {
        Matcher matcher = PICTURES.matcher(name.substring(name.lastIndexOf('/') + 1));
        return matcher.matches() ? matcher.group(1) : "";
    }

    @Override
    public int count() {
        return pictures.size(0);
    }

    @Override
    public String name(int index) {
        return name + ": " + index;
    }

    @Override
    public Picture picture(int index) {
        int height = pictures.size(1);
        int width = pictures.size(2);
        int area = height * width;
        return Picture.ofGrey(width, height, Arrays.copyOfRange(pictures.bytes(), index * area, (index + 1) * area));
    }

    @Override
    public Known known(int index) {
        return new Known.ClassOf(classes.bytes()[index] & 0xff);
    }
}
