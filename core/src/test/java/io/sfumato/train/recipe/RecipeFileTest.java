package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.data.Framing;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.image.Resampling;
import io.sfumato.model.Precision;
import io.sfumato.train.TinyTraining;
import io.sfumato.unet.UNetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeFileTest {
    @TempDir
    private Path folder;

    private Recipe read(String text) throws IOException {
        return Recipe.read(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("recipe.yaml"), text);
    }

    private String good() {
        return TinyTraining.recipe(folder);
    }

    private String with(String old, String replacement) {
        String text = good();
        assertThat(text).contains(old);
        return text.replace(old, replacement);
    }

    private void assertRefused(String text, String... complaints) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> Recipe.read(file))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(file.toString())
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
                .satisfies(e -> assertThat(List.of(complaints)).allMatch(e.getMessage()::contains));
    }

    @Test
    void aRecipeIsReadAsItIsWritten() throws IOException {
        Recipe recipe = read(good());
        assertThat(recipe.name()).isEqualTo("tiny");
        assertThat(recipe.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(recipe.source()).isEmpty();
        assertThat(recipe.data())
                .isEqualTo(new DataRecipe.Captions(
                        folder.toString(), new Framing(16, new Framing.AsIs(), 0, Resampling.BICUBIC), 0.02));
        FirstStageRecipe.Kl firstStage = (FirstStageRecipe.Kl) recipe.firstStage();
        assertThat(firstStage.model().factor()).isEqualTo(4);
        assertThat(firstStage.reconstruction()).isEqualTo(new Reconstruction.Pixels(1));
        assertThat(firstStage.schedule().learningRate()).isEqualTo(new LearningRate.Cosine(2e-3, 2, 0.1));
        DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
        assertThat(diffusion.scaling()).isEqualTo(new DiffusionRecipe.Standardised());
        assertThat(diffusion.start()).isEqualTo(new DiffusionRecipe.Drawn());
        assertThat(diffusion.schedule().learningRate()).isEqualTo(new LearningRate.Constant(1e-3, 2));
        assertThat(diffusion.weighting()).isEqualTo(new LossWeighting.MinSnr(5));
        assertThat(diffusion.distance()).isEqualTo(Distance.L2);
        assertThat(diffusion.model().attention())
                .isEqualTo(new UNetSpec.CrossAttention(new UNetSpec.HeadWidth(16), 1, 32));
        assertThat(diffusion.preconditioning())
                .isEqualTo(new VPrediction(NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000)));
        assertThat(diffusion.previewPrompts()).containsExactly("red square");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "batch: 4 | batch: many | first_stage.schedule.batch | many",
                "channels: 32 | channels: 48 | first_stage.model: | channels are 48",
                "type: cosine | type: step | first_stage.schedule.learning_rate | step",
                "type: cosine | kind: cosine | first_stage.schedule.learning_rate | type",
                "multipliers: [1, 1] | multipliers: [1, x] | diffusion.model.multipliers.[1] | x",
                "multipliers: [1, 1] | multipliers: {a: 1} | diffusion.model.multipliers | START_OBJECT",
                "gamma: 5 | gamma: -5 | diffusion.weighting | -5",
                "distance: l2 | distance: l3 | diffusion.distance | l3",
                "precision: float32 | precision: float8 | precision | float8",
                "sampler: ddim | sampler: magic | diffusion.defaults.sampler | magic",
                "images: 80 | images: 0 | first_stage.schedule | are 0, 4, 40",
                "timesteps: 1000 | timesteps: 0 | diffusion.preconditioning.table | 0 timesteps",
                "seed: 3 | seed: | seed | null",
                "pooling: first_token | pooling: last_token | diffusion.conditioner.pooling | last_token",
                "kl_weight: 1.0e-6 | kl_weight: -1.0e-6 | first_stage: | kl_weight is -1.0E-6, expected a finite number from 0",
                "kl_weight: 1.0e-6 | kl_weight: NaN | first_stage: | kl_weight is NaN",
                "kl_weight: 1.0e-6 | kl_weight: 1.0e+999 | first_stage: | kl_weight is Infinity",
                "square_weight: 1.0 | square_weight: -1.0 | first_stage.reconstruction: | square_weight is -1.0",
                "square_weight: 1.0 | square_weight: NaN | first_stage.reconstruction: | square_weight is NaN",
                "square_weight: 1.0 | square_weight: 1.0e+999 | first_stage.reconstruction: | square_weight is Infinity",
                "distance: l2 | `distance: l2\n  bound_weight: -1` | diffusion: | bound_weight is -1.0",
            })
    void aWrongValueIsReportedWithThePathOfItsKey(String old, String wrong, String path, String problem)
            throws IOException {
        assertRefused(with(old, wrong), path, problem);
    }

    @Test
    void anUnknownKeyIsReportedWithItsPath() throws IOException {
        assertRefused(with("    patch: 4\n", "    patch: 4\n    paint: 2\n"), "first_stage.model.paint");
    }

    @Test
    void aMissingKeyIsReportedWithThePlaceItIsMissingFrom() throws IOException {
        assertRefused(with("  kl_weight: 1.0e-6\n", ""), "first_stage", "kl_weight");
        assertRefused(with("name: tiny\n", ""), "name");
        assertRefused(with("  dropout: 0\n", ""), "diffusion", "dropout");
    }

    @Test
    void aKeyGivenTwiceIsRefused() throws IOException {
        assertRefused(with("seed: 3\n", "seed: 3\nseed: 4\n"), "line 3", "seed");
    }

    @Test
    void brokenYamlIsReportedWithItsLine() throws IOException {
        assertRefused(with("data: {", "data: {{"), ": data");
        assertRefused("name: [1\nseed: 3\n", "line ");
        assertRefused("\tname: x\n", "line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "~\n", "5\n", "[1, 2]\n", "just words\n"})
    void whatIsNotARecipeIsRefused(String text) throws IOException {
        assertRefused(text);
    }

    @Test
    void aMissingFileIsSaidSo() {
        assertThatThrownBy(() -> Recipe.read(folder.resolve("missing.yaml")))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Recipe.read(folder)).isInstanceOf(RecipeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in_channels: 8 | in_channels: 4 | diffusion.model.in_channels is 4, expected 8",
                "out_channels: 4 | out_channels: 8 | diffusion.model.out_channels is 8, expected 4",
                "{channels: 4, side | {channels: 3, side | conditioner.sketch.model.channels is 3, expected 4",
                "side: 4 | side: 5 | conditioner.sketch.model.side is 5, expected 4",
                "context_width: 32 | context_width: 31 | attention.context_width is 31, expected 32",
                "whole: {type: vector, width: 32} | whole: null | whole is null, expected {type: vector, width: 32}",
                "pooling: first_token | pooling: none | whole is {type: vector, width: 32}, expected null",
                "width: 16, height | width: 20, height | defaults.width is 20, expected a multiple of 8",
                "size: 16 | size: 20 | data.framing.size is 20, expected a multiple of 8",
                "weight: 0.5 | weight: -0.5 | weight of the sketch is -0.5"
            })
    void partsThatDoNotFitEachOtherAreReportedBeforeAnythingIsLearned(String old, String wrong, String problem)
            throws IOException {
        assertRefused(with(old, wrong), problem);
    }

    @Test
    void tokensMayGoUnheardWhereTheirSumIsHeard() throws IOException {
        Recipe recipe = read(with(
                "{type: cross, heads: {type: width, channels: 16}, depth: 1, context_width: 32}",
                "{type: self, heads: {type: width, channels: 16}}"));
        assertThat(recipe.diffusion().orElseThrow().model().attention()).isInstanceOf(UNetSpec.SelfAttention.class);
    }

    @Test
    void theShippedRecipesAreGood() throws IOException {
        Path recipes = Path.of(System.getProperty("basedir", ".")).resolve("../recipes");
        List<Path> files;
        try (Stream<Path> listed = Files.list(recipes)) {
            files = listed.filter(path -> path.toString().endsWith(".yaml")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(RunRecipe.read(file).name()).isNotBlank();
        }
    }
}
