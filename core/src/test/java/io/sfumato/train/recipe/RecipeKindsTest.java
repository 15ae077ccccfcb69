package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.SemanticSpec;
import io.sfumato.data.Framing;
import io.sfumato.data.degradation.Bsrgan;
import io.sfumato.data.degradation.Resampled;
import io.sfumato.data.degradation.Strength;
import io.sfumato.image.Resampling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.train.TinyTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds of parts that a recipe may have, and what of them does not go together. */
class RecipeKindsTest {
    @TempDir
    private Path folder;

    /** A recipe of the paper, with another text at one place, in another folder. */
    private Path changed(String name, String... replacements) throws IOException {
        String text = Files.readString(PaperRecipes.file(name))
                .replace(
                        "recipe: ../table-8",
                        "recipe: "
                                + PaperRecipes.file("table-8/any").getParent().toAbsolutePath());
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        return Files.writeString(folder.resolve("changed.yaml"), text);
    }

    private static void assertRefused(Path file, String... complaints) {
        assertThatThrownBy(() -> Recipe.read(file))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContainingAll(complaints)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "table-1/celebahq-ldm-4 | fid: 5.11 | fit: 5.11 | source.measured: 'fit' is not measured here, expected one of fid, | samples_per_second",
                "table-1/celebahq-ldm-4 | steps: 500, eta | steps: 0, eta | source.sampling | steps are 0",
                "table-1/celebahq-ldm-4 | {type: centre} | {type: side} | data.framing.cut | [anywhere, as_is, centre, middle, part]",
                "table-1/celebahq-ldm-4 | flip: 0 | flip: 2 | data.framing | flip are 256 and 2.0",
                "table-1/celebahq-ldm-4 | {type: centre} | {type: part, least: 0, most: 1} | data.framing.cut | least and most are 0.0 and 1.0",
                "table-1/celebahq-ldm-4 | {type: centre}, flip: 0 | {type: centre}, resampling: cubic | data.framing.resampling | not one of the values accepted",
                "table-9/coco-ldm-8 | most: 30 | held_out: 1 | data | held_out is 1.0",
                "table-9/coco-ldm-8 | least: 2 | least: 40 | data | least, most and least_area are 40, 30",
                "table-1/celebahq-ldm-4 | vq-f4.yaml | vq-f5.yaml | first_stage.recipe is | no such file",
                "table-1/celebahq-ldm-4 | vq-f4.yaml | vq-f8.yaml | diffusion.model.out_channels is 3, expected 4 |",
                "table-3/imagenet-ldm-4 | type: classes | type: pictures | data.type is pictures, expected classes |",
                "table-3/imagenet-ldm-4 | depth: 1, context_width: 512} | depth: 1, context_width: 640} | context_width is 640 | 512",
                "table-3/imagenet-ldm-4 | {type: cross, heads: {type: fixed, count: 1}, depth: 1, context_width: 512} | {type: self, heads: {type: fixed, count: 1}} | attention.type is self | cross",
                "table-3/imagenet-ldm-4-g | condition_dropout: 0.1 | condition_dropout: 0 | diffusion.defaults.guidance is 1.5, expected 1.0 | condition_dropout is 0",
                "table-5/sr-ldm-4 | in_channels: 6 | in_channels: 3 | diffusion.model.in_channels is 3, expected 6 |",
                "table-5/sr-ldm-4 | factor: 4 | factor: 8 | data.factor is 8, expected 4 |",
                "table-5/sr-ldm-4 | factor: 4 | factor: 1 | data | factor is 1",
                "table-7/inpainting-ldm-4-attn | in_channels: 7 | in_channels: 6 | in_channels is 6, expected 7 |",
                "table-7/inpainting-ldm-4-big | last: 50000 | last: 500 | diffusion.schedule.learning_rate | 1000 and 500",
                "table-7/inpainting-ldm-4-attn | condition_dropout: 0 | condition_dropout: 0.1 | diffusion.condition_dropout is 0.1, expected 0.0 | nothing that stands for its absence",
                "table-8/vq-f4 | codes: 8192 | codes: 0 | first_stage | codes are 0",
                "table-8/vq-f4 | codebook_weight: 1.0 | codebook_weight: -1.0 | first_stage: | codebook_weight is -1.0, expected a finite number from 0",
                "table-8/vq-f4 | codebook_weight: 1.0 | codebook_weight: NaN | first_stage: | codebook_weight is NaN",
                "table-8/vq-f4 | codebook_weight: 1.0 | codebook_weight: 1.0e+999 | first_stage: | codebook_weight is Infinity",
                "table-8/vq-f4 | perceptual_weight: 1.0 | perceptual_weight: -1.0 | first_stage.reconstruction: | perceptual_weight is -1.0",
                "table-8/vq-f4 | perceptual_weight: 1.0 | perceptual_weight: NaN | first_stage.reconstruction: | perceptual_weight is NaN",
                "table-8/vq-f4 | perceptual_weight: 1.0 | perceptual_weight: 1.0e+999 | first_stage.reconstruction: | perceptual_weight is Infinity",
                "table-8/vq-f4 | weight: 0.75 | weight: 1.0e+999 | first_stage.reconstruction.discriminator: | Infinity, 3, expected finite numbers",
                "table-8/vq-f4 | weight: 0.75 | weight: NaN | first_stage.reconstruction.discriminator: | NaN, 3, expected finite numbers",
                "table-8/vq-f4 | layers: 3 | layers: 0 | first_stage.reconstruction.discriminator | 0.75, 0",
                "table-8/kl-f8 | size: 256 | size: 260 | data.framing.size is 260, expected a multiple of 8 |",
                "table-9/coco-ldm-8 | dropout: 0.1 | dropout: 1 | diffusion | dropout and condition_dropout are 1.0 and 0.0",
            })
    void whatDoesNotGoTogetherIsSaid(String name, String old, String wrong, String path, String problem)
            throws IOException {
        assertRefused(changed(name, old, wrong), path, problem == null ? "" : problem);
    }

    @Test
    void theNameOfAClassIsAWordOrTwo() throws IOException {
        String empty = "type: classes\n  names: [cat, '']";
        assertRefused(changed("table-3/imagenet-ldm-4", "type: classes", empty), "data", "name of class 1 is empty");
    }

    @Test
    void whatMostLeaveAloneNeedNotBeSaid() throws IOException {
        DataRecipe said = Recipe.read(changed("table-9/coco-ldm-8", "flip: 0.5", "flip: 0, resampling: lanczos"))
                .data();
        assertThat(said.framing().resampling()).isEqualTo(Resampling.LANCZOS);
        DataRecipe unsaid = Recipe.read(changed(
                        "table-9/coco-ldm-8", ", shortest_side: 256}, flip: 0.5", "}", "least: 2", "", "most: 30", ""))
                .data();
        assertThat(unsaid)
                .isEqualTo(new DataRecipe.Boxes(
                        "data/coco-boxes",
                        new Framing(256, new Framing.Anywhere(OptionalInt.empty()), 0, Resampling.BICUBIC),
                        0.02,
                        1,
                        30,
                        1e-5));
    }

    @Test
    void aFirstStageIsNotTakenFromARecipeThatTakesIt() throws IOException {
        Path file = changed("table-1/celebahq-ldm-4", "table-8/vq-f4.yaml", "table-1/ffhq-ldm-4.yaml");
        assertRefused(file, "first_stage.recipe is", "pretrained too");
    }

    @Test
    void aModelIsFineTunedFromOneOfItsSizes() throws IOException {
        String there =
                "recipe: " + PaperRecipes.file("table-9/openimages-ldm-4").toAbsolutePath();
        Path good = changed("table-9/coco-ldm-4", "recipe: openimages-ldm-4.yaml", there);
        assertThat(Recipe.read(good).diffusion().orElseThrow().start()).isInstanceOf(DiffusionRecipe.FineTuned.class);
        Path wide = changed("table-9/coco-ldm-4", "recipe: openimages-ldm-4.yaml", there, "width: 128", "width: 160");
        assertRefused(wide, "diffusion.model is", "that it starts from");
        Path longer = changed("table-9/coco-ldm-4", "recipe: openimages-ldm-4.yaml", there, "layers: 16", "layers: 8");
        assertRefused(longer, "diffusion.conditioner is", "that of the model it starts from");
        Path first = changed(
                "table-9/coco-ldm-4",
                "openimages-ldm-4.yaml",
                PaperRecipes.file("table-8/vq-f4").toAbsolutePath().toString());
        assertRefused(first, "diffusion.start.recipe has no diffusion");
    }

    @Test
    void aSemanticMapIsHalvedAsOftenAsThePicture() throws IOException {
        String[] map = {
            "type: shrunk",
            "type: label_maps",
            "  factor: 4 # sec. 4.4\n",
            "",
            "{type: low_resolution}",
            "{type: semantic_map, sizes: {stages: 2, multiplier: 0.5, method: bilinear, kinds: 182, channels: 3}}"
        };
        Recipe recipe = Recipe.read(changed("table-5/sr-ldm-4", map));
        assertThat(recipe.data()).isInstanceOf(DataRecipe.LabelMaps.class);
        assertThat(recipe.diffusion().orElseThrow().conditioner())
                .isEqualTo(new ConditionerRecipe.Wordless(
                        new ConditionerSpec.SemanticMap(SemanticSpec.halving(2, 182, 3))));
        map[5] = map[5].replace("stages: 2", "stages: 3");
        assertRefused(changed("table-5/sr-ldm-4", map), "shrinks maps by 8.0 (3 times 0.5), expected 4");
    }

    @Test
    void smallPicturesAreBicubicWhereARecipeDoesNotSayOtherwise() throws IOException {
        Recipe plain = Recipe.read(changed("table-5/sr-ldm-4"));
        assertThat(((DataRecipe.Shrunk) plain.data()).degradation()).isEqualTo(new Resampled(Resampling.BICUBIC));
        assertThat(plain.toYaml()).contains("degradation: !<resampled>");
        String factor = "  factor: 4 # sec. 4.4\n";
        for (Strength strength : Strength.values()) {
            String word = strength.toString().toLowerCase(Locale.ROOT);
            Recipe recipe = Recipe.read(changed(
                    "table-5/sr-ldm-4", factor, factor + "  degradation: {type: bsrgan, strength: " + word + "}\n"));
            assertThat(((DataRecipe.Shrunk) recipe.data()).degradation()).isEqualTo(new Bsrgan(strength));
            Path written = Files.writeString(folder.resolve("written.yaml"), recipe.toYaml());
            assertThat(RecipeFile.read(written).data()).isEqualTo(recipe.data());
        }
        assertRefused(
                changed("table-5/sr-ldm-4", factor, factor + "  degradation: {type: bsrgan, strength: awful}\n"),
                "data.degradation.strength",
                "awful");
        assertRefused(changed("table-5/sr-ldm-4", factor, factor + "  degradation: {type: jpeg}\n"), "jpeg");
    }

    @Test
    void aConditionerWithoutWordsReadsNone() throws IOException {
        Path file = changed(
                "table-1/celebahq-ldm-4",
                "model: {type: none}",
                "model: {type: text, sizes: {transformer: {vocabulary: 9, window: 8, width: 32, layers: 1}, pooling: none,"
                        + " sketch: null}}");
        assertRefused(file, "diffusion.conditioner", "expected type own_words, given_words or given_clip");
    }

    @Test
    void wordsOfTheDataMayBeManySoTheirEncoderIsNotCounted() throws IOException {
        Path file = Files.writeString(folder.resolve("tiny.yaml"), TinyTraining.recipe(folder));
        RecipeSizes sizes = RecipeSizes.of(Recipe.read(file), file);
        assertThat(sizes.conditioner()).isEmpty();
        assertThat(sizes.unet()).isPresent();
        assertThat(sizes.firstStage()).isPositive();
    }
}
