package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Known;
import io.sfumato.data.LabelMap;
import io.sfumato.data.Parts;
import io.sfumato.image.Picture;
import io.sfumato.image.Png;
import io.sfumato.image.TestPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelMapsTest {
    @TempDir
    private Path folder;

    /** A map of 3 x 2 whose kinds begin with one. */
    private void map(String name, int first) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 6; i++) {
            image.getRaster().setSample(i % 3, i / 3, 0, first + i);
        }
        Drawings.put(folder, name, Png.of(image).encode());
    }

    private DataSet open(int shift, int kinds) {
        return new DataFolder(folder, 0)
                .labelMaps(new LabelMaps("images", "labels", shift, OptionalInt.of(kinds)))
                .train();
    }

    private static LabelMap map(DataSet data) {
        return ((Known.Labelled) data.known(0)).map();
    }

    @Test
    void aMapIsFoundByTheNameOfItsPicture() throws IOException {
        Drawings.put(folder, "images/x/a.jpg");
        map("labels/x/a.png", 40);
        LabelMap map = map(open(0, 100));
        assertThat(map.kinds()).containsExactly(40, 41, 42, 43, 44, 45);
        assertThat(map.width()).isEqualTo(3);
        assertThat(map(open(3, 100)).at(2, 1)).isEqualTo(48);
    }

    /** Its map was drawn on what lies in the file, of 37 x 29 pixels, and says nothing of how a camera was held. */
    @Test
    void aPictureLiesAsItsMapDoes() throws IOException {
        Drawings.put(folder, "images/a.jpg", TestPictures.bytes("kinds/orientation-6.jpg"));
        map("labels/a.png", 0);
        Picture stored = open(0, 100).picture(0);
        Picture upright = TestPictures.read("kinds/orientation-6.jpg");
        assertThat(List.of(stored.width(), stored.height())).isEqualTo(List.of(37, 29));
        assertThat(List.of(upright.width(), upright.height())).isEqualTo(List.of(29, 37));
    }

    /** As ADE20K has them. */
    @Test
    void foldersOfPicturesAndOfMapsMayHaveTheSameParts() throws IOException {
        for (String name : List.of("training/a", "training/b", "validation/c")) {
            Drawings.put(folder, "images/" + name + ".png");
            map("labels/" + name + ".png", 1);
        }
        Parts parts = new DataFolder(folder, 0.5).labelMaps(new LabelMaps("images", "labels", 0, OptionalInt.empty()));
        assertThat(parts.train().count()).isEqualTo(2);
        assertThat(parts.heldOut().orElseThrow().name(0)).isEqualTo("validation/c.png");
    }

    @Test
    void unknownPixelsMayBecomeTheFirstKind() throws IOException {
        Drawings.put(folder, "images/a.png");
        map("labels/a.png", 250);
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> map(open(0, 255)))
                .withMessageContainingAll("a.png: has kind 255, expected 0 to 254", "'shift: 1' makes it 0");
        assertThat(map(open(1, 256)).at(2, 1)).isZero();
    }

    @Test
    void aPictureWithoutAMapAndAMapInColoursAreNamed() throws IOException {
        Drawings.put(folder, "images/a.png");
        Drawings.put(folder, "labels/a.png");
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> map(open(0, 255)))
                .withMessageContaining("a.png: has 3 channels, expected one of numbers");
        Drawings.put(folder, "images/b.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(0, 255))
                .withMessageContainingAll("b.png: has no map, expected ", "labels");
    }

    @Test
    void foldersStayInside() {
        Drawings.put(folder, "images/a.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new DataFolder(folder, 0)
                        .labelMaps(new LabelMaps("images", "../labels", 0, OptionalInt.empty())))
                .withMessageContaining("folder '../labels' leads out of");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(0, 1))
                .withMessageContaining("labels: no such folder");
    }

    @Test
    void ofAFolderForTrainingAloneAShareIsKeptBackToo() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            Drawings.put(folder, "train/images/" + name + ".png");
            map("train/labels/" + name + ".png", 0);
        }
        LabelMaps maps = new LabelMaps("images", "labels", 0, OptionalInt.empty());
        Parts alone = new DataFolder(folder, 0.25).labelMaps(maps);
        assertThat(alone.train().count()).isEqualTo(3);
        assertThat(alone.heldOut().orElseThrow().count()).isEqualTo(1);
        Drawings.put(folder, "val/images/e.png");
        map("val/labels/e.png", 0);
        Parts beside = new DataFolder(folder, 0.25).labelMaps(maps);
        assertThat(beside.train().count()).isEqualTo(4);
        assertThat(beside.heldOut().orElseThrow().name(0)).isEqualTo("e.png");
    }

    @Test
    void foldersOfPartsBesideThoseOfPicturesAndMapsAreNotLookedInto() throws IOException {
        Drawings.put(folder, "images/a.png");
        map("labels/a.png", 0);
        Drawings.put(folder, "train/b.png");
        Drawings.put(folder, "val/c.png");
        assertThat(open(0, 255).name(0)).isEqualTo("a.png");
    }
}
