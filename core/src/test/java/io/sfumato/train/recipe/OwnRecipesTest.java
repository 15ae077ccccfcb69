package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.model.ClassList;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes that follow no paper: they can be read, their parts fit, and the README speaks of each as it is. */
@ExtendWith(NoLeaks.class)
class OwnRecipesTest {
    private static final Path README = PaperRecipes.ALL.resolve("README.md");

    static Stream<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(PaperRecipes.ALL)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    static Stream<Path> clothes() throws IOException {
        return all().filter(file -> file.getFileName().toString().startsWith("fashion"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRecipeCanBeReadAndIsSpokenOf(Path file) throws IOException {
        RunRecipe recipe = RunRecipe.read(file);
        String name = file.getFileName().toString();
        if (recipe instanceof Recipe model) {
            assertThat(model.source()).isEmpty();
        }
        assertThat(Files.readString(README)).contains("[" + name + "](" + name + ")");
    }

    /** The last class of the conditioner stands for any. */
    @Test
    void clothesHaveANameEachAndOneClassStandsForAny() {
        Recipe recipe = Recipe.read(PaperRecipes.ALL.resolve("fashion-mnist-classes.yaml"));
        int names = ((DataRecipe.Classes) recipe.data()).names().size();
        DiffusionRecipe diffusion = recipe.diffusion().orElseThrow();
        ConditionerSpec conditioner = ((ConditionerRecipe.Wordless) diffusion.conditioner()).model();
        assertThat(ClassList.heardBy(conditioner)).hasValue(names + 1);
        assertThat(diffusion.conditionDropout()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("clothes")
    void theReadmeCountsWhatTheClothesLearn(Path file) throws IOException {
        Recipe recipe = Recipe.read(file);
        RecipeSizes sizes = RecipeSizes.of(recipe, file);
        assertThat(Files.readAllLines(README))
                .anyMatch(line -> line.startsWith("| [" + recipe.name() + ".yaml]")
                        && line.contains(millions(sizes.firstStage()) + " + "
                                + millions(sizes.unet().orElseThrow())));
    }

    private static String millions(long parameters) {
        return String.format(Locale.ROOT, "%.2f", parameters / 1e6);
    }
}
