package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.Drawings;
import io.sfumato.data.Parts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of how a folder was read. */
class DataFolderFoundTest {
    @TempDir
    private Path folder;

    private void put(String... names) {
        for (String name : names) {
            Drawings.put(folder, name);
        }
    }

    private void text(String name, String text) {
        Drawings.put(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void said(Function<DataFolder, Parts> kind, double heldOut, String expected) {
        assertThat(kind.apply(new DataFolder(folder, heldOut)).inWords())
                .isEqualTo(expected.replace("FOLDER", folder.toString()));
    }

    @Test
    void aListSaysHowManyPicturesAreNotInIt() {
        put("p/a.png", "b.png", "c.png");
        text("metadata.csv", "file_name,text,split\n./p/a.png,an apple,train\nb.png,a berry,val\n");
        String counts = "1 picture to train on, 1 held out: a list, metadata.csv, in FOLDER";
        said(DataFolder::captions, 0, counts + "; 1 other picture file in FOLDER is not read");
        put("p/d.png", ".hidden/e.png", ".f.png");
        said(DataFolder::pictures, 0, counts + "; 2 other picture files in FOLDER are not read");
    }

    @Test
    void picturesThatAreInNoListAreCountedAsLongAsThatIsCheap() throws IOException {
        put("a.png");
        text("metadata.csv", "file_name,text\na.png,an apple\n");
        Path others = Files.createDirectory(folder.resolve("others"));
        for (int i = 0; i < 10_100; i++) {
            Files.createFile(others.resolve(i + ".png"));
        }
        assertThat(new DataFolder(folder, 0).captions().inWords())
                .matches(".*; at least 10,0\\d\\d other picture files in .* are not read");
    }

    @Test
    void whatIsInNoListNeedNotBeReadable() throws IOException {
        put("a.png", "b.png");
        text("metadata.csv", "file_name,text\na.png,an apple\nb.png,a berry\n");
        Files.createSymbolicLink(folder.resolve("round"), folder);
        said(DataFolder::captions, 0.5, "1 picture to train on, 1 held out: a list, metadata.csv, in FOLDER");
    }

    @Test
    void partsSayWhatIsBesideThem() {
        put("train/a.png", "train/b.png", "val/c.png", "d.png", "test/e.png", "extra/f.png");
        said(
                DataFolder::pictures,
                0,
                "2 pictures to train on, 1 held out: train and val in FOLDER; all in and below FOLDER/train;"
                        + " folders extra, test beside train and val are not read;"
                        + " 1 other picture file in FOLDER is not read");
    }

    @Test
    void aListThatIsFartherIsSaidNotToBeRead() {
        put("train/a.png", "val/b.png", "val/c.png");
        text("metadata.csv", "id\n7\n");
        text("train/metadata.csv", "file_name,text\na.png,an apple\n");
        text("val/metadata.csv", "file_name,text\nb.png,a berry\n");
        said(
                DataFolder::captions,
                0,
                "1 picture to train on, 1 held out: train and val in FOLDER; a list, metadata.csv, in FOLDER/train;"
                        + " 1 other picture file in FOLDER/val is not read;"
                        + " the list FOLDER/metadata.csv is not read, but those in its folders");
    }

    @Test
    void aFolderForTrainingAloneIsSaidToBeOne() {
        put("train/a/1.png", "train/b/2.png");
        said(
                DataFolder::classes,
                0,
                "2 pictures to train on, none held out: train in FOLDER; a folder for each of 2 classes in FOLDER/train");
    }

    @Test
    void picturesThatAreInNoFolderOfAClassAreCounted() {
        put("a/1.png", "b/2.png", "b/3.png", "stray.png");
        said(
                DataFolder::classes,
                0.3,
                "2 pictures to train on, 1 held out: a folder for each of 2 classes in FOLDER;"
                        + " 1 other picture file in FOLDER is not read");
    }

    @Test
    void captionsOfSeveralLinesAreSaid() {
        String plain = "%d pictures to train on, none held out: a .txt beside each picture in FOLDER";
        for (int i = 0; i < 100; i++) {
            put(String.format("%03d.png", i));
            text(String.format("%03d.txt", i), i == 50 ? "an apple\n\nand a pear\n" : "an apple\n");
        }
        said(DataFolder::captions, 0, String.format(plain, 100));
        text("007.txt", "an apple that somebody has\nwritten much about\n");
        String several = " several lines: each line is taken as a caption of its own";
        said(DataFolder::captions, 0, String.format(plain, 100) + "; of 100 captions in FOLDER 2 have" + several);
        put("100.png");
        text("100.txt", "two\nlines");
        said(
                DataFolder::captions,
                0,
                String.format(plain, 101) + "; of the first 100 captions in FOLDER 2 have" + several);
        text("099.txt", "");
        text("098.txt", "");
        assertThat(new DataFolder(folder, 0).captions().train().count())
                .as("broken ones are named when they are needed")
                .isEqualTo(101);
    }

    @Test
    void layoutsThatHaveNothingBesideThemSayWhereTheyAre() {
        put("a.png", "p/b.png");
        said(DataFolder::pictures, 0, "2 pictures to train on, none held out: all in and below FOLDER");
        put("images/a.png", "labels/a.png");
        said(
                data -> data.labelMaps(new LabelMaps("images", "labels", 0, OptionalInt.empty())),
                0,
                "1 picture to train on, none held out: images with their maps, labels, in FOLDER");
    }
}
