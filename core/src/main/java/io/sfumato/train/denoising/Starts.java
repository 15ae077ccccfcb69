package io.sfumato.train.denoising;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.tensor.DType;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Path;
import java.util.Optional;

/** The first weights of a diffusion model. */
final class Starts {
    private static final CheckpointOptions WORDLESS = new CheckpointOptions(
            Optional.empty(),
            Optional.empty(),
            CheckpointOptions.Words.TOKENIZED,
            CheckpointOptions.NONE.weights(),
            CheckpointOptions.NONE.heads());

    private Starts() {}

    /**
     * Leaves them as they are drawn, or copies those of the model that the recipe names.
     *
     * @param description of the model as it will be
     */
    static void fill(
            DiffusionRecipe.Start start, ModelDescription description, ModelParts parts, Tokenizers tokenizers) {
        if (start instanceof DiffusionRecipe.FineTuned tuned) {
            try (Model model = Checkpoints.open(Path.of(tuned.model()), WORDLESS, DType.FLOAT32)) {
                check(tuned, description, model);
                checkWords(tuned, tokenizers, model.tokenizers());
                parts.unet().copyFrom(model.parts().unet());
                parts.conditioning()
                        .network()
                        .copyFrom(model.parts().conditioning().network());
            }
        }
    }

    private static void check(DiffusionRecipe.FineTuned tuned, ModelDescription description, Model model) {
        if (!model.description().unet().equals(description.unet())
                || !model.description().conditioner().equals(description.conditioner())) {
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
