package io.sfumato.train.recipe;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many numbers each part of a recipe's model has; found without memory for any.
 *
 * @param conditioner 0 where there is none; empty where that depends on the words of the data
 * @param unet empty where there is no diffusion model
 */
public record RecipeSizes(long firstStage, OptionalLong conditioner, OptionalLong unet) {
    private static final Init NOWHERE = new Init.Blank(new Placement(Device.META, DType.FLOAT32));

    /** Of the recipe in {@code file}. */
    public static RecipeSizes of(Recipe recipe, Path file) {
        FirstStageSpec firstStage = recipe.firstStageSpec(file);
        return recipe.diffusion().map(diffusion -> of(firstStage, diffusion)).orElseGet(() -> of(firstStage));
    }

    private static RecipeSizes of(FirstStageSpec spec) {
        try (Region region = Region.open();
                Autoencoder firstStage = spec.build(NOWHERE)) {
            return new RecipeSizes(firstStage.parameterCount(), OptionalLong.of(0), OptionalLong.empty());
        }
    }

    private static RecipeSizes of(FirstStageSpec firstStage, DiffusionRecipe diffusion) {
        Optional<ConditionerSpec> conditioner = diffusion.conditioner().settled();
        ModelDescription description = new ModelDescription(
                ModelDescription.VERSION,
                "",
                firstStage,
                LatentScaling.NONE,
                conditioner.orElseGet(ConditionerSpec.Unconditional::new),
                diffusion.model(),
                diffusion.preconditioning(),
                diffusion.defaults(),
                Map.of());
        try (Region region = Region.open();
                ModelParts parts = ModelParts.build(description, NOWHERE, Tokenizers.NONE, Placement.FLOAT32)) {
            long learned = parts.conditioning().network().parameterCount();
            return new RecipeSizes(
                    parts.firstStage().parameterCount(),
                    conditioner.isPresent() ? OptionalLong.of(learned) : OptionalLong.empty(),
                    OptionalLong.of(parts.unet().parameterCount()));
        }
    }
}
