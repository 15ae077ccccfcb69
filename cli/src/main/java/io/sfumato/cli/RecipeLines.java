package io.sfumato.cli;

import io.sfumato.train.recipe.Measure;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeSizes;
import io.sfumato.train.recipe.RunRecipe;
import io.sfumato.train.recipe.Source;
import io.sfumato.train.recipe.TuningRecipe;
import io.sfumato.train.recipe.TuningSizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What people are told of a recipe, without any data. */
final class RecipeLines {
    private RecipeLines() {}

    static String of(Path file) {
        return of(RunRecipe.read(file), file);
    }

    /** The same of one that was read from {@code file}. */
    static String of(RunRecipe recipe, Path file) {
        return recipe instanceof TuningRecipe tuning ? of(tuning) : of((Recipe) recipe, file);
    }

    private static String of(TuningRecipe recipe) {
        TuningSizes sizes = TuningSizes.of(recipe);
        String what = recipe.learns() instanceof TuningRecipe.Lora ? "updates of " : "weights of ";
        return recipe.name() + ": " + what + recipe.model().path() + "\nparameters: " + millions(sizes.learned())
                + " learn, the model has " + millions(sizes.model());
    }

    private static String of(Recipe recipe, Path file) {
        List<String> lines = new ArrayList<>();
        lines.add(recipe.name() + recipe.source().map(RecipeLines::row).orElse(""));
        lines.add(sizes(RecipeSizes.of(recipe, file)));
        recipe.source().ifPresent(source -> lines.addAll(said(source)));
        return String.join("\n", lines);
    }

    private static String row(Source source) {
        return ": " + source.paper() + ", table " + source.table() + ", " + source.row();
    }

    private static String sizes(RecipeSizes sizes) {
        String firstStage = "parameters: first stage " + millions(sizes.firstStage());
        if (sizes.unet().isEmpty()) {
            return firstStage;
        }
        return firstStage + ", conditioner " + conditioner(sizes.conditioner()) + ", U-Net "
                + millions(sizes.unet().getAsLong());
    }

    private static String conditioner(OptionalLong parameters) {
        return parameters.isPresent() ? millions(parameters.getAsLong()) : "as many as the words of the data need";
    }

    private static String millions(long parameters) {
        return String.format(Locale.ROOT, "%.2f M", parameters / 1e6);
    }

    private static List<String> said(Source source) {
        List<String> lines = new ArrayList<>();
        source.parameters().ifPresent(parameters -> lines.add("the paper says: parameters " + millions(parameters)));
        lines.add("measured there: "
                + source.measured().entrySet().stream().map(RecipeLines::figure).collect(Collectors.joining(", ")));
        source.sampling()
                .ifPresent(sampling -> lines.add("sampled there: " + sampling.sampler() + ", " + sampling.steps()
                        + " steps, eta "
                        + (sampling.eta().isPresent() ? sampling.eta().getAsDouble() : "not given") + ", "
                        + guiding(sampling.guiding())));
        source.configuration().ifPresent(name -> lines.add("published configuration: " + name));
        return lines;
    }

    private static String figure(Map.Entry<Measure, Double> entry) {
        return entry.getKey().word().replace('_', ' ') + " " + entry.getValue();
    }

    private static String guiding(Source.Guiding guiding) {
        if (guiding instanceof Source.ClassifierFree free) {
            return "guidance " + free.scale();
        }
        return guiding instanceof Source.Perceptual ? "guided by a perceptual distance" : "no guidance";
    }
}
