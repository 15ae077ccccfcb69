package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.DataException;
import io.sfumato.data.Drawings;
import io.sfumato.data.Feed;
import io.sfumato.data.Framing;
import io.sfumato.data.Known;
import io.sfumato.data.Loader;
import io.sfumato.data.Loading;
import io.sfumato.data.Order;
import io.sfumato.data.Sample;
import io.sfumato.data.Telling;
import io.sfumato.image.Png;
import io.sfumato.image.Resampling;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a recipe to what a network is told. */
class TrainingDataTest {
    private static final String DROPOUT_0 = "condition_dropout: 0";
    private static final Framing FRAMING = new Framing(16, new Framing.AsIs(), 0, Resampling.BICUBIC);

    @TempDir
    private Path folder;

    private Recipe recipe(String name, String... replacements) throws IOException {
        String text = Files.readString(PaperRecipes.file(name))
                .replaceFirst("folder: \\S+", "folder: '" + folder + "'")
                .replace(
                        "recipe: ../table-8",
                        "recipe: "
                                + PaperRecipes.file("table-8/any").getParent().toAbsolutePath());
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return Recipe.read(Files.writeString(folder.resolve("recipe.yaml"), text));
    }

    private static Sample first(TrainingData data) {
        Feed feed = new Feed(
                data.parts().train(),
                data.framing(),
                data.telling(),
                Order.shuffled(data.parts().train(), 1));
        try (Loader loader = Loader.open(feed, 1, new Loading(1, 0, 0), TrainingDataTest::fail)) {
            return loader.samples(0, 1).get(0);
        }
    }

    private static void fail(BrokenPictureException broken) {
        throw broken;
    }

    @Test
    void superResolutionIsToldASmallPicture() throws IOException {
        Drawings.put(folder, "a.png");
        Sample sample = first(TrainingData.open(recipe("table-5/sr-ldm-4")));
        assertThat(sample.planes().side()).isEqualTo(256);
        assertThat(((Known.Small) sample.told()).planes().side()).isEqualTo(64);
    }

    @Test
    void inpaintingIsToldAMask() throws IOException {
        Drawings.put(folder, "a.png", Drawings.png(Drawings.noise(300, 260, 1)));
        Sample sample = first(TrainingData.open(recipe("table-7/inpainting-ldm-4-attn")));
        assertThat(((Known.Holes) sample.told()).mask().side()).isEqualTo(256);
    }

    @Test
    void aLayoutIsTold92Numbers() throws IOException {
        Drawings.put(folder, "images/a.png");
        String json = """
                {"images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 8}],
                 "annotations": [{"image_id": 1, "category_id": 5, "bbox": [1, 1, 2, 2]},
                                 {"image_id": 1, "category_id": 6, "bbox": [0, 0, 8, 8]}],
                 "categories": [{"id": 5, "name": "cat"}, {"id": 6, "name": "dog"}]}
                """;
        Drawings.put(folder, "annotations/instances_all.json", json.getBytes(StandardCharsets.UTF_8));
        Sample sample = first(TrainingData.open(recipe("table-9/coco-ldm-8")));
        List<Integer> tokens = ((Known.Tokens) sample.told()).ids();
        assertThat(tokens).hasSize(92);
        assertThat(List.of(tokens.get(0), tokens.get(3))).containsExactlyInAnyOrder(0, 1);
        assertThat(tokens.subList(90, 92)).containsExactly(0, 8099);
    }

    private void putClass(int index) {
        String list = "{\"file_name\": \"a.png\", \"label\": " + index + "}";
        Drawings.put(folder, "a.png");
        Drawings.put(folder, "metadata.jsonl", list.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(Recipe recipe, String... parts) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> TrainingData.open(recipe))
                .withMessageContainingAll(parts);
    }

    @Test
    void aClassThatTheModelDoesNotHaveIsNamed() throws IOException {
        putClass(1000);
        TrainingData data = TrainingData.open(recipe("table-3/imagenet-ldm-4", "condition_dropout: 0.1", DROPOUT_0));
        assertThat(first(data).told()).isEqualTo(new Known.ClassOf(1000));
        assertThat(data.telling()).isSameAs(Telling.AS_KNOWN);
        putClass(1001);
        refused(
                recipe("table-3/imagenet-ldm-4", "condition_dropout: 0.1", DROPOUT_0),
                "a.png is of class 1001, expected 0 to 1000");
    }

    /** It would be learned as a thing that pictures show, and as no particular one. */
    @Test
    void noPictureIsOfTheClassThatStandsForAny() throws IOException {
        putClass(999);
        TrainingData.open(recipe("table-3/imagenet-ldm-4"));
        putClass(1000);
        refused(
                recipe("table-3/imagenet-ldm-4"),
                "a.png is of class 1000, expected 0 to 999",
                "1001 classes, of which the last stands for any: condition_dropout is 0.1");
    }

    @Test
    void classesHaveTheNamesOfTheirFoldersOrThoseOfTheRecipe() throws IOException {
        Drawings.put(folder, "n1/a.png");
        Drawings.put(folder, "n2/a.png");
        String path = "folder: '" + folder + "'";
        assertThat(TrainingData.open(recipe("table-3/imagenet-ldm-4")).classes())
                .containsExactly("n1", "n2");
        assertThat(TrainingData.open(recipe("table-3/imagenet-ldm-4", path, path + "\n  names: [cat, dog]"))
                        .classes())
                .containsExactly("cat", "dog");
        refused(
                recipe("table-3/imagenet-ldm-4", path, path + "\n  names: [cat]"),
                "data.names has 1 names, expected 2",
                "n1, n2");
        refused(
                recipe("table-3/imagenet-ldm-4", "classes: 1001", "classes: 2"),
                "the data have 2 classes, expected 1 at most");
    }

    @Test
    void thereIsANameForEveryClass() throws IOException {
        putClass(2);
        String path = "folder: '" + folder + "'";
        refused(
                recipe("table-3/imagenet-ldm-4", path, path + "\n  names: [cat, dog]"),
                "a.png is of class 2, expected 0 to 1: the data have 2 names");
    }

    @Test
    void aLabelMapMayNotShowMoreKindsThanTheModelHas() throws IOException {
        Drawings.put(folder, "images/a.png");
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(3, 3, 0, 181);
        Drawings.put(folder, "labels/a.png", Png.of(image).encode());
        String[] map = {
            "type: shrunk",
            "type: label_maps",
            "  factor: 4 # sec. 4.4\n",
            "",
            "{type: low_resolution}",
            "{type: semantic_map, sizes: {stages: 2, multiplier: 0.5, method: bilinear, kinds: 182, channels: 3}}"
        };
        Sample sample = first(TrainingData.open(recipe("table-5/sr-ldm-4", map)));
        assertThat(((Known.Labelled) sample.told()).map().highest()).isEqualTo(181);
        map[5] = map[5].replace("kinds: 182", "kinds: 181");
        TrainingData data = TrainingData.open(recipe("table-5/sr-ldm-4", map));
        assertThat(data.telling()).as("maps are cut with the picture").isSameAs(Telling.IN_SQUARE);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> first(data))
                .withMessageContaining("a.png: has kind 181, expected 0 to 180");
    }

    @Test
    void wordsAndPicturesAloneAreToldAsTheyAre() throws IOException {
        Drawings.put(folder, "a.png");
        Drawings.put(folder, "a.txt", "an apple".getBytes(StandardCharsets.UTF_8));
        Known told = first(TrainingData.open(recipe("table-2/text-ldm-kl-8"))).told();
        assertThat(((Known.Words) told).canonical()).isEqualTo("an apple");
        assertThat(first(TrainingData.open(recipe("table-1/celebahq-ldm-4"))).told())
                .isEqualTo(new Known.Nothing());
    }

    private static String found(DataRecipe data) {
        return TrainingData.open(data, Optional.empty(), 0).parts().inWords();
    }

    @Test
    void dataThatAreInNoFolderSayWhereTheyAreFrom() throws IOException {
        assertThat(found(new DataRecipe.Shapes(FRAMING, 0.02)))
                .isEqualTo("282 pictures to train on, 6 held out: drawn by the program");
        Drawings.put(folder, "a.png");
        Drawings.put(folder, "b.png");
        Path train = Files.writeString(folder.resolve("train.txt"), "a.png\n");
        Path kept = Files.writeString(folder.resolve("kept.txt"), "b.png\n");
        Optional<String> inside = Optional.of(folder.toString());
        assertThat(found(new DataRecipe.Listed(
                        new DataRecipe.NamedPictures(train.toString(), inside),
                        Optional.of(new DataRecipe.NamedPictures(kept.toString(), inside)),
                        FRAMING,
                        0)))
                .isEqualTo("1 picture to train on, 1 held out: the list " + train + " and, of those held out, " + kept);
    }
}
