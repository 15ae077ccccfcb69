package io.sfumato.train;

import io.sfumato.data.Cut;
import io.sfumato.data.Framing;
import io.sfumato.model.Precision;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.RecipeJson;
import io.sfumato.train.recipe.Reconstruction;
import java.nio.file.Path;

/**
 * A recipe whose parts are all of a kind that is trained here.
 *
 * @param reconstruction of the first stage
 * @param text the conditioner of the diffusion model
 */
record TrainingPlan(
        String name,
        long seed,
        Precision precision,
        DataRecipe.Captions data,
        FirstStageRecipe.Kl firstStage,
        Reconstruction.Pixels reconstruction,
        ConditionerRecipe.OwnWords text,
        DiffusionRecipe diffusion) {

    /** Reads a recipe. Throws {@link RecipeException}, which names the key, where it asks for more than is trained here. */
    static TrainingPlan read(Path file) {
        Recipe recipe = Recipe.read(file);
        try {
            return of(recipe);
        } catch (IllegalArgumentException e) {
            throw new RecipeException(file + ": " + e.getMessage(), e);
        }
    }

    private static TrainingPlan of(Recipe recipe) {
        FirstStageRecipe.Kl firstStage = only(FirstStageRecipe.Kl.class, "first_stage", recipe.firstStage());
        Reconstruction.Pixels reconstruction =
                only(Reconstruction.Pixels.class, "first_stage.reconstruction", firstStage.reconstruction());
        DiffusionRecipe diffusion = recipe.diffusion()
                .orElseThrow(() -> refusal("diffusion", "null", "a diffusion model: no first stage is trained alone"));
        ConditionerRecipe.OwnWords text =
                only(ConditionerRecipe.OwnWords.class, "diffusion.conditioner", diffusion.conditioner());
        only(DiffusionRecipe.Standardised.class, "diffusion.scaling", diffusion.scaling());
        only(DiffusionRecipe.Drawn.class, "diffusion.start", diffusion.start());
        if (diffusion.dropout() != 0) {
            throw refusal("diffusion.dropout", Double.toString(diffusion.dropout()), "0");
        }
        return new TrainingPlan(
                recipe.name(),
                recipe.seed(),
                recipe.precision(),
                data(recipe.data()),
                firstStage,
                reconstruction,
                text,
                diffusion);
    }

    private static DataRecipe.Captions data(DataRecipe data) {
        DataRecipe.Captions captions = only(DataRecipe.Captions.class, "data", data);
        only(Cut.AsIs.class, "data.framing.cut", captions.framing().cut());
        if (captions.framing().flip() != 0) {
            throw refusal(
                    "data.framing.flip", Double.toString(captions.framing().flip()), "0");
        }
        return captions;
    }

    private static <T> T only(Class<T> trained, String key, Object part) {
        if (!trained.isInstance(part)) {
            throw refusal(key + ".type", RecipeJson.type(part), RecipeJson.typeOf(trained));
        }
        return trained.cast(part);
    }

    private static IllegalArgumentException refusal(String key, String got, String expected) {
        return new IllegalArgumentException(key + " is " + got + ", expected " + expected
                + ": this version trains KL autoencoders on the error of pixels and, from scratch, diffusion models that"
                + " hear the words of their own data");
    }
}
