package io.sfumato.data.files;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.image.ImageException;
import io.sfumato.image.Picture;
import io.sfumato.image.PictureFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures in files of their own.
 *
 * @param names of the files, inside the folder
 * @param knowledge of each, in their order
 */
record FilePictures(Path folder, List<String> names, Knowledge knowledge, List<String> classes, Decoding decoding)
        implements DataSet {

    /** What becomes of a file's bytes, whose name is for complaints. */
    @FunctionalInterface
    interface Decoding {
        Picture of(String name, byte[] file);
    }

    /** What is known of the entry at an index; safe for several threads. */
    @FunctionalInterface
    interface Knowledge {
        Known of(int index);
    }

    FilePictures {
        names = List.copyOf(names);
        classes = List.copyOf(classes);
        if (names.isEmpty()) {
            throw new DataException(folder + ": no pictures here, expected PNG, JPEG, WebP, GIF or BMP files");
        }
    }

    /** Pictures as they were seen. */
    FilePictures(Path folder, List<String> names, Knowledge knowledge, List<String> classes) {
        this(folder, names, knowledge, classes, PictureFile::decode);
    }

    /** The same as their pixels lie in the files, where what is known of them was drawn upon these. */
    FilePictures asStored() {
        return new FilePictures(folder, names, knowledge, classes, PictureFile::decodeAsStored);
    }

    /** The same as they were seen. */
    FilePictures upright() {
        return new FilePictures(folder, names, knowledge, classes, PictureFile::decode);
    }

    /** Pictures of which nothing is known. */
    static FilePictures alone(Path folder, List<String> names) {
        return new FilePictures(folder, names, index -> new Known.Nothing(), List.of());
    }

    /** The same with the knowledge of something else, in the same order. */
    FilePictures knowing(List<? extends Known> known, List<String> named) {
        return new FilePictures(folder, names, known::get, named, decoding);
    }

    @Override
    public int count() {
        return names.size();
    }

    @Override
    public String name(int index) {
        return names.get(index);
    }

    @Override
    public Picture picture(int index) {
        Path file = folder.resolve(names.get(index));
        try {
            return decoding.of(file.toString(), PictureFile.bytes(file));
        } catch (ImageException e) {
            throw new BrokenPictureException(e.getMessage(), e);
        }
    }

    @Override
    public Known known(int index) {
        return knowledge.of(index);
    }
}
