package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recipe that asks for more than is trained here is refused before anything is done. */
class TrainingPlanTest {
    private static final Path RECIPES =
            Path.of(System.getProperty("basedir", ".")).resolve("../recipes");

    @TempDir
    private Path folder;

    private void assertRefused(Path recipe, String complaint) {
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(recipe + ": " + complaint)
                .hasMessageContaining("this version trains")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table-1/celebahq-ldm-4 | first_stage.type is pretrained, expected kl",
                "table-8/vq-f4 | first_stage.type is vq, expected kl",
                "table-8/kl-f8 | first_stage.reconstruction.type is adversarial, expected pixels",
            })
    void recipesOfThePaperAreRefused(String name, String complaint) {
        assertRefused(RECIPES.resolve("paper/" + name + ".yaml"), complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut: {type: as_is} | cut: {type: centre} | data.framing.cut.type is centre, expected as_is",
                "flip: 0 | flip: 0.5 | data.framing.flip is 0.5, expected 0",
                "scaling: {type: standardised} | scaling: {type: first_batch} | diffusion.scaling.type is first_batch",
            })
    void partsThatAreNotTrainedYetAreRefused(String old, String wrong, String complaint) throws IOException {
        assertRefused(changed(old, wrong), complaint);
    }

    @Test
    void dropoutIsNotTrainedYet() throws IOException {
        assertRefused(changed("  dropout: 0\n", "  dropout: 0.1\n"), "diffusion.dropout is 0.1, expected 0");
    }

    private Path changed(String old, String wrong) throws IOException {
        String text = TinyTraining.recipe(folder);
        assertThat(text).contains(old);
        return Files.writeString(folder.resolve("changed.yaml"), text.replace(old, wrong));
    }

    @Test
    void anAutoencoderAloneIsRefused() throws IOException {
        String text = TinyTraining.recipe(folder);
        Path alone = Files.writeString(
                folder.resolve("alone.yaml"), text.substring(0, text.indexOf("diffusion:\n")) + "diffusion: null\n");
        assertRefused(alone, "diffusion is null, expected a diffusion model");
    }

    @Test
    void fineTuningIsRefused() throws IOException {
        Files.writeString(folder.resolve("before.yaml"), TinyTraining.recipe(folder));
        Path tuned = changed("{type: drawn}", "{type: fine_tuned, recipe: before.yaml, model: runs/before/model}");
        assertRefused(tuned, "diffusion.start.type is fine_tuned, expected drawn");
    }

    @Test
    void aRunOfARecipeThatIsNotTrainedIsNotContinued() throws IOException {
        Files.copy(RECIPES.resolve("paper/table-8/vq-f4.yaml"), folder.resolve("recipe.yaml"));
        assertThatThrownBy(() -> TrainingRun.resume(folder))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("first_stage.type is vq");
    }

    @Test
    void gradientsNeedNotBeClipped() throws IOException {
        Path recipe = changed("gradient_clip: 1.0", "gradient_clip: null");
        assertThat(TrainingPlan.read(recipe).diffusion().schedule().gradientClip())
                .isEmpty();
    }
}
