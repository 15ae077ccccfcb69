package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table of the recipes is what the recipes say. */
@ExtendWith(NoLeaks.class)
class RecipesReadmeTest {
    @Test
    void everyRecipeHasItsLine() throws IOException {
        List<String> lines = Files.readAllLines(PaperRecipes.ALL.resolve("README.md"));
        for (String name : PaperRecipes.names()) {
            String line = line(name);
            assertThat(lines).as(line).filteredOn(each -> each.startsWith(line)).hasSize(1);
        }
        assertThat(lines)
                .as("no line speaks of a recipe that is not there")
                .filteredOn(each -> each.startsWith("| [") && each.contains("](paper/"))
                .hasSize(PaperRecipes.names().size());
    }

    /** Of the first five columns; the last says what the paper does not give. */
    private static String line(String name) {
        Recipe recipe = PaperRecipes.read(name);
        Source source = recipe.source().orElseThrow();
        return String.format(
                "| [%s](paper/%s.yaml) | %d: %s | %s | %s | %s |",
                recipe.name(),
                name,
                source.table(),
                source.row().replace("|", "\\|"),
                parameters(RecipeSizes.of(recipe, PaperRecipes.file(name))),
                measured(source),
                source.configuration().map(it -> "`" + it + "`").orElse("none"));
    }

    private static String parameters(RecipeSizes sizes) {
        return millions(sizes.firstStage())
                + (sizes.conditioner().orElseThrow() > 0
                        ? " + " + millions(sizes.conditioner().getAsLong())
                        : "")
                + (sizes.unet().isPresent() ? " + " + millions(sizes.unet().getAsLong()) : "");
    }

    private static String millions(long parameters) {
        return String.format(Locale.ROOT, "%.2f", parameters / 1e6);
    }

    private static String measured(Source source) {
        return source.measured().entrySet().stream()
                .map(entry -> entry.getKey().word().replace('_', ' ') + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
