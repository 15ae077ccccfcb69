package io.sfumato.data.files;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Found;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.image.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A data set in a folder, in whichever of the known layouts it is. A list of the pictures comes first. Where the folder holds one called
 * {@code train}, and one called {@code validation}, {@code val} or {@code test}, these are its parts, whatever other folders are beside
 * them; else the data, which may be in {@code train} alone, say it themselves, or a share is kept back. All methods throw {@link
 * DataException} where the data are not there or not as they should be.
 *
 * @param heldOut the share, from 0, below 1
 */
public record DataFolder(Path folder, double heldOut) {
    /** Pictures with captions: a {@code metadata.jsonl} or {@code metadata.csv}, tar files, or text files beside them. */
    public Parts captions() {
        return open(
                ListedPictures::captions,
                split -> parts(split, DataFolder::captions),
                inTarFilesElse(Shards::captions, Sidecars::open));
    }

    /** Pictures with a class each: metadata with labels, tar files, IDX files, or one folder a class. */
    public Parts classes() {
        return inIdxFiles()
                .orElseGet(() -> open(
                        ListedPictures::classes,
                        split -> parts(split, DataFolder::classes, DataFolder::heldClasses),
                        inTarFilesElse(Shards::classes, ClassFolders::open)));
    }

    /** The classes of what is kept back are those of what is trained on. */
    private static Whole heldClasses(Path held, DataSet train) {
        Contents contents = Contents.of(held);
        boolean folders = MetadataFile.in(held).isEmpty() && Shards.in(contents).isEmpty();
        Whole classes = folders
                ? ClassFolders.open(contents, train.classes())
                : Whole.trainedOn(new DataFolder(held, 0).classes());
        if (!classes.data().classes().equals(train.classes())) {
            throw new DataException(held + ": has other classes than what is trained on, expected the same in both");
        }
        return classes;
    }

    /** Pictures alone, whatever else is there: in metadata, tar files or IDX files, or all in and below the folder. */
    public Parts pictures() {
        return inIdxFiles()
                .map(parts -> parts.map(Alone::new))
                .orElseGet(() -> open(
                        ListedPictures::alone,
                        split -> parts(split, DataFolder::pictures),
                        inTarFilesElse(Shards::alone, DataFolder::all)));
    }

    private static Whole all(Contents contents) {
        return new Whole(
                FilePictures.alone(contents.folder(), contents.pictures()),
                Found.as("all in and below " + contents.folder()));
    }

    /** Pictures with boxes: annotations of COCO. */
    public Parts boxes(BoxLimits limits) {
        return CocoBoxes.open(folder, limits, heldOut);
    }

    /** Pictures with a map of what stands where: in the folder itself, or in those of its parts. */
    public Parts labelMaps(LabelMaps maps) {
        return SplitFolders.in(folder)
                .filter(split -> !maps.areIn(folder))
                .map(split -> parts(split, part -> part.labelMaps(maps)))
                .orElseGet(() -> maps.parts(folder, heldOut));
    }

    private Optional<Parts> inIdxFiles() {
        return Optional.of(Contents.of(folder))
                .filter(contents -> !IdxPictures.in(contents).isEmpty())
                .map(contents -> IdxPictures.open(contents, heldOut));
    }

    private static Function<Contents, Whole> inTarFilesElse(
            Function<Contents, Whole> tarFiles, Function<Contents, Whole> loose) {
        return contents -> (Shards.in(contents).isEmpty() ? loose : tarFiles).apply(contents);
    }

    /** By a list where there is one, which may reach into the folders of parts; else by these; else as a whole. */
    private Parts open(
            Function<ListedPictures, DataSet> listed,
            Function<SplitFolders, Parts> split,
            Function<Contents, Whole> whole) {
        Optional<SplitFolders> folders = SplitFolders.in(folder);
        return list(folders)
                .map(file -> listed(file, listed))
                .or(() -> folders.map(split).map(this::withoutList))
                .orElseGet(() -> whole.apply(Contents.of(folder)).divided(heldOut));
    }

    /** The list that is nearest to the pictures: that of what is trained on, if it has one, comes before that of all. */
    private Optional<Path> list(Optional<SplitFolders> folders) {
        boolean isNearer =
                folders.flatMap(split -> MetadataFile.in(split.train())).isPresent();
        return isNearer ? Optional.empty() : MetadataFile.in(folder);
    }

    /** A list that is farther from the pictures than another is not read. */
    private Parts withoutList(Parts parts) {
        List<String> remarks = MetadataFile.all(folder).stream()
                .map(file -> "the list " + file + " is not read, but those in its folders")
                .toList();
        return parts.withFound(parts.found().with(remarks));
    }

    private Parts listed(Path file, Function<ListedPictures, DataSet> kind) {
        ListedPictures pictures = ListedPictures.open(folder, file);
        return pictures.parts(kind.apply(pictures), heldOut);
    }

    private Parts parts(SplitFolders split, Function<DataFolder, Parts> open) {
        return parts(split, open, (held, train) -> Whole.trainedOn(open.apply(new DataFolder(held, 0))));
    }

    /** What is trained on, and with it what is kept back; where there is no folder of that, the other is divided as a whole. */
    private Parts parts(SplitFolders split, Function<DataFolder, Parts> open, BiFunction<Path, DataSet, Whole> held) {
        try {
            Parts train =
                    open.apply(new DataFolder(split.train(), split.heldOut().isEmpty() ? heldOut : 0));
            Found found = split.found(train.found());
            return split.heldOut()
                    .map(folder -> held.apply(folder, train.train()))
                    .map(kept -> new Parts(
                            train.train(),
                            Optional.of(kept.data()),
                            found.with(kept.found().remarks())))
                    .orElseGet(() -> train.withFound(found));
        } catch (DataException e) {
            throw split.unread()
                    .map(unread -> new DataException(e.getMessage() + "; " + unread, e))
                    .orElse(e);
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
