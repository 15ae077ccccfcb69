package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.data.Split;
import io.sfumato.image.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A data set in a folder, in whichever of the known layouts it is. Where the folder holds one called {@code train}, and one
 * called {@code validation}, {@code val} or {@code test}, these are its parts; else the data, which may be in {@code train}
 * alone, say it themselves, or a share is kept back. All methods throw {@link DataException} where the data are not there or
 * not as they should be.
 *
 * @param heldOut the share, from 0, below 1
 */
public record DataFolder(Path folder, double heldOut) {
    private static final String TRAIN = Split.TRAIN.word();

    /** Pictures with captions: a {@code metadata.jsonl} or {@code metadata.csv}, tar files, or text files beside them. */
    public Parts captions() {
        return splitFolders().map(held -> parts(held, DataFolder::captions)).orElseGet(() -> MetadataFile.in(folder)
                .map(file -> listed(file, ListedPictures::captions))
                .orElseGet(() -> share(Shards.in(folder).isEmpty() ? Sidecars.open(folder) : Shards.captions(folder))));
    }

    /** Pictures with a class each: metadata with labels, tar files, IDX files, or one folder a class. */
    public Parts classes() {
        if (!IdxPictures.in(folder).isEmpty()) {
            return IdxPictures.open(folder, heldOut);
        }
        Optional<Optional<Path>> split = splitFolders();
        if (split.isPresent()) {
            Parts train = train(split.get()).classes();
            return parts(train, split.get().map(held -> heldClasses(held, train.train())));
        }
        return MetadataFile.in(folder)
                .map(file -> listed(file, ListedPictures::classes))
                .orElseGet(
                        () -> share(Shards.in(folder).isEmpty() ? ClassFolders.open(folder) : Shards.classes(folder)));
    }

    /** The classes of what is kept back are those of what is trained on. */
    private static DataSet heldClasses(Path held, DataSet train) {
        boolean folders = MetadataFile.in(held).isEmpty() && Shards.in(held).isEmpty();
        DataSet classes = folders
                ? ClassFolders.open(held, train.classes())
                : new DataFolder(held, 0).classes().train();
        if (!classes.classes().equals(train.classes())) {
            throw new DataException(held + ": has other classes than what is trained on, expected the same in both");
        }
        return classes;
    }

    /** Pictures alone, whatever else is there: in metadata, tar files or IDX files, or all in and below the folder. */
    public Parts pictures() {
        if (!IdxPictures.in(folder).isEmpty()) {
            return IdxPictures.open(folder, heldOut).map(Alone::new);
        }
        return splitFolders().map(held -> parts(held, DataFolder::pictures)).orElseGet(() -> MetadataFile.in(folder)
                .map(file -> listed(file, ListedPictures::alone))
                .orElseGet(() -> share(
                        Shards.in(folder).isEmpty()
                                ? FilePictures.alone(folder, Names.pictures(folder))
                                : Shards.alone(folder))));
    }

    /** Pictures with boxes: annotations of COCO. */
    public Parts boxes(BoxLimits limits) {
        return CocoBoxes.open(folder, limits, heldOut);
    }

    /** Pictures with a map of what stands where. */
    public Parts labelMaps(LabelMaps maps) {
        return splitFolders()
                .map(held -> parts(held, part -> part.labelMaps(maps)))
                .orElseGet(() -> share(maps.open(folder)));
    }

    private Parts share(DataSet whole) {
        return Parts.byShare(whole, heldOut);
    }

    private Parts listed(Path file, Function<ListedPictures, DataSet> kind) {
        ListedPictures pictures = ListedPictures.open(folder, file);
        return pictures.parts(kind.apply(pictures), heldOut);
    }

    /** The folder of what is trained on; where nothing lies beside it, it is divided as one without parts. */
    private DataFolder train(Optional<Path> held) {
        return new DataFolder(folder.resolve(TRAIN), held.isPresent() ? 0 : heldOut);
    }

    private Parts parts(Optional<Path> held, Function<DataFolder, Parts> open) {
        Optional<DataSet> kept =
                held.map(part -> open.apply(new DataFolder(part, 0)).train());
        return parts(open.apply(train(held)), kept);
    }

    private static Parts parts(Parts train, Optional<DataSet> held) {
        return held.isPresent() ? new Parts(train.train(), held) : train;
    }

    /** The folder of what is kept back, where there is one of what is trained on; present and empty where it is alone. */
    private Optional<Optional<Path>> splitFolders() {
        List<String> names = Names.folders(folder);
        List<String> others = names.stream().filter(name -> !name.equals(TRAIN)).toList();
        if (!names.contains(TRAIN) || !others.stream().allMatch(DataFolder::isSplit)) {
            return Optional.empty();
        }
        Optional<String> held =
                others.stream().filter(name -> name.startsWith("val")).findFirst();
        return Optional.of(held.or(() -> others.stream().findFirst()).map(folder::resolve));
    }

    private static boolean isSplit(String name) {
        try {
            return Split.ofAny(name) == Split.HELD_OUT;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A data set of which nothing is to be known. */
    private record Alone(DataSet data) implements DataSet {
        @Override
        public int count() {
            return data.count();
        }

        @Override
        public int wholeCount() {
            return data.wholeCount();
        }

        @Override
        public String name(int index) {
            return data.name(index);
        }

        @Override
        public Picture picture(int index) {
            return data.picture(index);
        }

        @Override
        public Known known(int index) {
            return new Known.Nothing();
        }
    }
}
