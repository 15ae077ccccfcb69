package io.sfumato.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.data.Box;
import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.DataSet;
import io.sfumato.data.Drawings;
import io.sfumato.data.Known;
import io.sfumato.data.Parts;
import io.sfumato.image.TestPictures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoBoxesTest {
    private static final BoxLimits ANY = new BoxLimits(0, 30, 0);
    private static final String JSON = """
            {"info": {"deep": [1, {"x": []}]},
             "annotations": [
              {"id": 1, "image_id": 7, "category_id": 90, "bbox": [2, 0, 4, 8], "iscrowd": 0, "segmentation": [[1, 2]]},
              {"id": 2, "image_id": 7, "category_id": 3, "bbox": [-2, 4.5, 4, 8], "iscrowd": 1},
              {"id": 3, "image_id": 7, "category_id": 3, "bbox": [1, 1, 0, 3], "iscrowd": 0},
              {"id": 4, "image_id": 8, "category_id": 3, "bbox": [9, 9, 3, 3], "iscrowd": 0}],
             "images": [
              {"id": 7, "file_name": "a.png", "width": 8, "height": 8},
              {"id": 8, "file_name": "b.png", "width": 8, "height": 8}],
             "categories": [{"id": 90, "name": "kite"}, {"id": 3, "name": "car"}]}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void putPictures() {
        Drawings.put(folder, "train2017/a.png");
        Drawings.put(folder, "train2017/b.png");
    }

    private void json(String name, String json) {
        Drawings.put(folder, "annotations/instances_" + name + ".json", json.getBytes(StandardCharsets.UTF_8));
    }

    private Parts open(BoxLimits limits) {
        return new DataFolder(folder, 0).boxes(limits);
    }

    private static List<Box> boxes(DataSet data, int index) {
        return ((Known.Boxes) data.known(index)).boxes();
    }

    /** As its annotations have it: in COCO's own a picture is never turned. */
    @Test
    void aPictureLiesAsItsBoxesDo() {
        Drawings.put(folder, "train2017/a.png", TestPictures.bytes("kinds/orientation-6.jpg"));
        json(
                "train2017",
                JSON.replace("\"a.png\", \"width\": 8, \"height\": 8", "\"a.png\", \"width\": 37, \"height\": 29"));
        assertThat(open(ANY).train().picture(0).width()).isEqualTo(37);
    }

    @Test
    void aPictureIsUprightWhereItsBoxesAreDrawnUponThat() {
        Drawings.put(folder, "train2017/a.png", TestPictures.bytes("kinds/orientation-6.jpg"));
        json(
                "train2017",
                JSON.replace("\"a.png\", \"width\": 8, \"height\": 8", "\"a.png\", \"width\": 29, \"height\": 37"));
        assertThat(open(ANY).train().picture(0).width()).isEqualTo(29);
    }

    private void refused(String... messages) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(ANY))
                .withMessageContainingAll(messages)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void boxesAreSharesOfTheirPictureAndKindsAreCountedByTheirIds() {
        json("train2017", JSON);
        DataSet data = open(ANY).train();
        assertThat(data.classes()).containsExactly("car", "kite");
        assertThat(boxes(data, 0))
                .containsExactly(new Box(1, 0.25, 0, 0.5, 1, false), new Box(0, 0, 0.5625, 0.25, 0.4375, true));
        assertThat(boxes(data, 1)).isEmpty();
        assertThat(data.picture(0).width()).isEqualTo(8);
        assertThat(open(ANY).inWords())
                .isEqualTo("2 pictures to train on, none held out: annotations/instances_train2017.json in " + folder);
    }

    @Test
    void picturesWithTooFewOrTooManyBoxesAreLeftOut() {
        json("train2017", JSON);
        assertThat(open(new BoxLimits(1, 30, 0)).train().count()).isEqualTo(1);
        assertThat(boxes(open(new BoxLimits(0, 30, 0.2)).train(), 0)).hasSize(1);
        assertThat(open(new BoxLimits(0, 1, 0)).train().name(0)).isEqualTo("train2017/b.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> open(new BoxLimits(3, 30, 0)))
                .withMessageContaining("none of 2 pictures has 3 to 30 boxes");
    }

    @Test
    void twoFilesAreTheTwoParts() {
        json("train2017", JSON);
        json("val2017", JSON.replace("a.png", "c.png").replace("b.png", "d.png"));
        Drawings.put(folder, "images/val2017/c.png");
        Drawings.put(folder, "images/val2017/d.png");
        assertThat(open(ANY).heldOut().orElseThrow().name(1)).isEqualTo("images/val2017/d.png");
        json("val2017", JSON.replace("a.png", "c.png").replace("b.png", "d.png").replace("kite", "kites"));
        refused("different categories");
        json("train2014", JSON);
        refused("or one of a NAME that begins with train and one other");
    }

    @Test
    void aPictureOfOtherSidesIsBroken() {
        json("train2017", JSON.replace("\"width\": 8", "\"width\": 9"));
        DataSet data = open(ANY).train();
        assertThat(boxes(data, 0).get(0).left()).isCloseTo(2 / 9.0, within(1e-12));
        assertThatExceptionOfType(BrokenPictureException.class)
                .isThrownBy(() -> data.picture(0))
                .withMessageContaining("a.png: is 8 x 8 pixels, expected 9 x 8 as its annotations have it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"bbox\": [2, 0, 4, 8] | \"bbox\": [2, 0, 4] | annotation 1 has bbox [2,0,4], expected [left, top",
                "\"bbox\": [2, 0, 4, 8] | \"bbox\": [2, 0, 4, \"NaN\"] | annotation 1 has bbox",
                "\"image_id\": 8 | \"image_id\": 9 | an annotation is of image 9, which is not in the file",
                "\"category_id\": 90 | \"category_id\": 91 | an annotation is of category 91",
                "\"category_id\": 90 | \"category\": 90 | has category_id missing",
                "\"id\": 8, | \"id\": 7, | image 7 is there twice",
                "\"a.png\" | \"../../a.png\" | file_name '../../a.png' leads out of the folder",
                "\"b.png\" | \"e.png\" | file_name 'e.png' does not exist",
                "\"width\": 8 | \"width\": -8 | expected a file and sides above 0",
                "\"categories\" | \"kinds\" | has 2 images and 0 categories",
                "\"images\": [ | \"images\": 3, \"x\": [ | 'images' is no list",
                "\"categories\": [ | ] | is not JSON"
            })
    void whatIsWrongIsNamed(String old, String wrong, String message) {
        json("train2017", JSON.replace(old, wrong));
        Drawings.put(folder, "../a.png");
        refused("instances_train2017.json", message);
    }

    @Test
    void aFolderWithoutAnnotationsSaysWhatIsExpected() {
        refused("has no annotations, expected instances_NAME.json");
        json("train2017", JSON.replace(".png", ".jpg"));
        refused("no picture 'a.jpg' in train2017, images/train2017, images or here");
    }
}
