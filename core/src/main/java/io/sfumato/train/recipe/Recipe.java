package io.sfumato.train.recipe;

import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.model.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a new model is learned: what to train, on what, and for how long.
 *
 * @param source the row of a paper that it follows; written {@code null} where it follows none
 * @param diffusion written {@code null} where the first stage is all there is
 */
public record Recipe(
        String name,
        Optional<Source> source,
        long seed,
        Precision precision,
        DataRecipe data,
        FirstStageRecipe firstStage,
        Optional<DiffusionRecipe> diffusion)
        implements RunRecipe {

    /** Reads a recipe and what it refers to. Throws {@link RecipeException} where it is not one. */
    public static Recipe read(Path file) {
        return RecipeFile.read(file);
    }

    @Override
    public Recipe resolved(Path file) {
        return new Recipe(
                name, source, seed, precision, data, firstStage.resolved(file), diffusion.map(it -> it.resolved(file)));
    }

    @Override
    public Recipe in(Precision other) {
        return new Recipe(name, source, seed, other, data, firstStage, diffusion);
    }

    @Override
    public List<Schedule> schedules() {
        List<Schedule> schedules = new ArrayList<>();
        if (firstStage instanceof FirstStageRecipe.Learned learned) {
            schedules.add(learned.schedule());
        }
        diffusion.ifPresent(it -> {
            it.conditioner().schedule().ifPresent(schedules::add);
            schedules.add(it.schedule());
        });
        return List.copyOf(schedules);
    }

    /** This, whose parts fit each other. Throws {@link RecipeException}, which begins with {@code file}, where they do not. */
    public Recipe fitting(Path file) {
        try {
            RecipeFit.check(this, file);
            return this;
        } catch (IllegalArgumentException e) {
            throw new RecipeException(file + ": " + e.getMessage(), e);
        }
    }

    /** The first stage's kind and sizes; {@code file} is where this recipe lies, beside which it may refer to another. */
    public FirstStageSpec firstStageSpec(Path file) {
        return firstStage.spec(file);
    }
}
