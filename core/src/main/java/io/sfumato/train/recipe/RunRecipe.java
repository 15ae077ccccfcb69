package io.sfumato.train.recipe;

import io.sfumato.model.Precision;
import java.nio.file.Path;
import java.util.List;

/** What a run carries out: a YAML file that says how a new model is learned, or how one that is there is tuned. */
public sealed interface RunRecipe permits Recipe, TuningRecipe {

    String name();

    long seed();

    Precision precision();

    DataRecipe data();

    /** How long its stages learn, in their order. */
    List<Schedule> schedules();

    /** The same with what it refers to by a path from anywhere; {@code file} is where this one lies. */
    RunRecipe resolved(Path file);

    /** The same, computed in another precision. */
    RunRecipe in(Precision other);

    /** Its text, with everything spelled out. */
    default String toYaml() {
        return RecipeFile.text(this);
    }

    /** Reads a recipe of either kind, and what it refers to. Throws {@link RecipeException} where it is not one. */
    static RunRecipe read(Path file) {
        return RecipeFile.isOfTuning(file) ? TuningRecipe.read(file) : Recipe.read(file);
    }
}
