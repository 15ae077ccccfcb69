package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a folder is trained on, and what is kept back. */
class DataFolderPartsTest {
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

    private Parts open(Function<DataFolder, Parts> kind, double heldOut) {
        return kind.apply(new DataFolder(folder, heldOut));
    }

    private static List<String> names(DataSet data) {
        return IntStream.range(0, data.count()).mapToObj(data::name).toList();
    }

    private static List<Integer> classes(DataSet data) {
        return IntStream.range(0, data.count())
                .mapToObj(i -> ((Known.ClassOf) data.known(i)).index())
                .toList();
    }

    @Test
    void foldersMayBeThePartsOfADataSet() {
        put("train/cat/1.png", "train/ant/2.png", "val/cat/3.png");
        Parts parts = open(DataFolder::classes, 0);
        assertThat(parts.train().count()).isEqualTo(2);
        assertThat(classes(parts.heldOut().orElseThrow())).containsExactly(1);
        assertThat(open(DataFolder::pictures, 0).heldOut().orElseThrow().count())
                .isEqualTo(1);
        put("val/dog/4.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(DataFolder::classes, 0))
                .withMessageContaining("has a folder 'dog'");
    }

    @Test
    void aShareIsKeptBackWhereNobodySaysWhich() {
        IntStream.range(0, 40).forEach(i -> put("p" + i + ".png"));
        Parts parts = open(DataFolder::pictures, 0.1);
        assertThat(parts.heldOut().orElseThrow().count()).isEqualTo(4);
        assertThat(parts.train().count()).isEqualTo(36);
    }

    @Test
    void ofAFolderForTrainingAloneAShareIsKeptBackToo() {
        for (int i = 0; i < 40; i++) {
            put("train/" + "ab".charAt(i % 2) + "/" + i + ".png");
            text("train/" + "ab".charAt(i % 2) + "/" + i + ".txt", "picture " + i);
        }
        assertKeptBack(DataFolder::pictures);
        assertKeptBack(DataFolder::classes);
        assertKeptBack(DataFolder::captions);
    }

    /** One in ten, as of the same folder where it is given itself. */
    private void assertKeptBack(Function<DataFolder, Parts> kind) {
        Parts parts = open(kind, 0.1);
        Parts flat = kind.apply(new DataFolder(folder.resolve("train"), 0.1));
        assertThat(names(parts.heldOut().orElseThrow()))
                .hasSize(4)
                .isEqualTo(names(flat.heldOut().orElseThrow()));
        assertThat(names(parts.train())).hasSize(36).isEqualTo(names(flat.train()));
        assertThat(parts.train().classes())
                .isEqualTo(parts.heldOut().orElseThrow().classes());
        assertThat(open(kind, 0).heldOut()).isEmpty();
    }

    @Test
    void theListOfAFolderForTrainingAloneSaysWhatIsKeptBack() {
        put("train/a.png", "train/b.png", "train/c.png");
        text(
                "train/metadata.csv",
                "file_name,text,split\na.png,an apple,train\nb.png,a pear,test\nc.png,a fig,train\n");
        Parts parts = open(DataFolder::captions, 0.5);
        assertThat(names(parts.train())).containsExactly("a.png", "c.png");
        assertThat(names(parts.heldOut().orElseThrow())).containsExactly("b.png");
    }

    @Test
    void besideAFolderOfWhatIsKeptBackAllOfTheOtherIsTrainedOn() {
        put("train/cat/1.png", "train/cat/2.png", "train/ant/3.png", "test/cat/4.png");
        for (String name : List.of("train/cat/1", "train/cat/2", "train/ant/3", "test/cat/4")) {
            text(name + ".txt", "a picture");
        }
        for (Function<DataFolder, Parts> kind :
                List.<Function<DataFolder, Parts>>of(DataFolder::pictures, DataFolder::classes, DataFolder::captions)) {
            Parts parts = open(kind, 0.5);
            assertThat(parts.train().count()).isEqualTo(3);
            assertThat(names(parts.heldOut().orElseThrow())).containsExactly("cat/4.png");
        }
    }

    @Test
    void otherFoldersBesideThePartsAreNotRead() {
        put("train/cat/1.png", "val/cat/2.png", "annotations/3.png", ".cache/4.png", "5.png");
        text("train/cat/1.txt", "one");
        text("val/cat/2.txt", "two");
        for (Function<DataFolder, Parts> kind :
                List.<Function<DataFolder, Parts>>of(DataFolder::pictures, DataFolder::classes, DataFolder::captions)) {
            Parts parts = open(kind, 0.5);
            assertThat(names(parts.train())).containsExactly("cat/1.png");
            assertThat(names(parts.heldOut().orElseThrow())).containsExactly("cat/2.png");
        }
    }

    @Test
    void aFolderForTrainingBesideOthersIsAClassWhereNoneIsKeptBack() {
        put("train/1.png", "bus/2.png", "car/3.png");
        assertThat(open(DataFolder::classes, 0).train().classes()).containsExactly("bus", "car", "train");
    }

    @Test
    void classesThatAreTakenForPartsAreNamedWithWhatIsNotRead() {
        put("train/1.png", "test/2.png", "bus/3.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(DataFolder::classes, 0))
                .withMessageContainingAll(
                        "train: no folders here, expected one a class", "folder bus beside train and test is not read");
    }

    @Test
    void aListSaysWhatIsInFoldersOfParts() {
        put("train/a.png", "train/b.png", "val/c.png");
        text("metadata.csv", "file_name,text\ntrain/a.png,an apple\ntrain/b.png,a pear\nval/c.png,a fig\n");
        for (Function<DataFolder, Parts> kind :
                List.<Function<DataFolder, Parts>>of(DataFolder::pictures, DataFolder::captions)) {
            Parts parts = open(kind, 0.5);
            assertThat(names(parts.train())).containsExactly("train/a.png", "train/b.png");
            assertThat(names(parts.heldOut().orElseThrow())).containsExactly("val/c.png");
        }
        text("metadata.csv", "file_name,label,split\ntrain/a.png,a,test\ntrain/b.png,b,train\nval/c.png,c,train\n");
        Parts said = open(DataFolder::classes, 0.5);
        assertThat(names(said.train())).containsExactly("train/b.png", "val/c.png");
        assertThat(said.train().classes()).containsExactly("a", "b", "c");
    }

    @Test
    void aListOfPicturesForTrainingAloneIsDividedByChance() {
        put("train/a.png", "train/b.png", "val/c.png");
        text("metadata.csv", "file_name,text\ntrain/a.png,an apple\ntrain/b.png,a pear\n");
        Parts parts = open(DataFolder::captions, 0.5);
        assertThat(parts.train().count()).isEqualTo(1);
        assertThat(names(parts.heldOut().orElseThrow())).hasSize(1).doesNotContain("val/c.png");
    }

    @Test
    void theListThatIsNearerToThePicturesIsTaken() {
        put("train/a.png", "val/c.png");
        text("metadata.csv", "id,text\n7,of another program\n");
        text("train/metadata.csv", "file_name,text\na.png,an apple\n");
        text("val/metadata.csv", "file_name,text\nc.png,a fig\n");
        Parts parts = open(DataFolder::captions, 0.5);
        assertThat(names(parts.train())).containsExactly("a.png");
        assertThat(names(parts.heldOut().orElseThrow())).containsExactly("c.png");
    }
}
