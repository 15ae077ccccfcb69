package io.sfumato.train.denoising;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.tensor.Placement;
import io.sfumato.train.recipe.ConditionerRecipe;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Path;
import java.util.Optional;

/** The first weights of a diffusion model. */
public final class Starts {
    private static final CheckpointOptions WORDLESS = new CheckpointOptions(
            Optional.empty(),
            Optional.empty(),
            CheckpointOptions.Words.TOKENIZED,
            CheckpointOptions.NONE.weights(),
            CheckpointOptions.NONE.heads());

    private Starts() {}

    /** Throws, without reading weights, where the model that a recipe names is not there, or is another. */
    public static void check(DiffusionRecipe recipe) {
        if (recipe.start() instanceof DiffusionRecipe.FineTuned tuned) {
            ModelDescription found = Checkpoints.description(Path.of(tuned.model()), WORDLESS);
            expectSame(tuned, found.unet().equals(recipe.model()) && isOf(recipe.conditioner(), found.conditioner()));
        }
        clip(recipe).ifPresent(clip -> clip.text().check(clip.model()));
    }

    /** The CLIP whose weights are read; those of a model that it starts from are in that model. */
    public static Optional<ConditionerRecipe.GivenClip> clip(DiffusionRecipe recipe) {
        return recipe.start() instanceof DiffusionRecipe.Drawn
                        && recipe.conditioner().inside() instanceof ConditionerRecipe.GivenClip clip
                ? Optional.of(clip)
                : Optional.empty();
    }

    /** A vocabulary that is not made yet may be of any size. */
    private static boolean isOf(ConditionerRecipe recipe, ConditionerSpec found) {
        int vocabulary = found.inside() instanceof ConditionerSpec.Text text
                ? text.sizes().transformer().vocabulary()
                : 1;
        return found.equals(recipe.spec(vocabulary));
    }

    /**
     * Leaves them as they are drawn, but for a CLIP that the recipe names; or copies all of those of the model that it names.
     *
     * @param description of the model as it will be
     */
    static void fill(DiffusionRecipe recipe, ModelDescription description, ModelParts parts, Tokenizers tokenizers) {
        if (recipe.start() instanceof DiffusionRecipe.FineTuned tuned) {
            try (Model model = Checkpoints.open(Path.of(tuned.model()), WORDLESS, Placement.FLOAT32)) {
                check(tuned, description, model);
                checkWords(tuned, tokenizers, model.tokenizers());
                parts.unet().copyFrom(model.parts().unet());
                parts.conditioning()
                        .network()
                        .copyFrom(model.parts().conditioning().network());
            }
        } else {
            clip(recipe).ifPresent(clip -> clip.text()
                    .fill((ClipTextTransformer) parts.conditioning().inside().network()));
        }
    }

    private static void check(DiffusionRecipe.FineTuned tuned, ModelDescription description, Model model) {
        ModelDescription found = model.description();
        expectSame(
                tuned,
                found.unet().equals(description.unet()) && found.conditioner().equals(description.conditioner()));
    }

    private static void expectSame(DiffusionRecipe.FineTuned tuned, boolean same) {
        if (!same) {
            throw new RecipeException("diffusion.start.model " + tuned.model()
                    + " has a U-Net or a conditioner of other sizes than the recipe, expected the same");
        }
    }

    /** Words that were numbered otherwise would mean others. */
    private static void checkWords(DiffusionRecipe.FineTuned tuned, Tokenizers ours, Tokenizers theirs) {
        if (theirs.json().isPresent() && !theirs.json().equals(ours.json())) {
            throw new RecipeException("diffusion.start.model " + tuned.model()
                    + " has another vocabulary than the recipe's data, expected the same. A recipe with 'model:'"
                    + " tunes it with its own words");
        }
    }
}
