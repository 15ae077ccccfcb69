package io.sfumato.train.recipe;

import io.sfumato.lora.Lora;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import java.util.Collection;

/**
 * How many numbers a recipe that tunes a model learns, and how many the model has; found without memory for any.
 *
 * @param learned of the model's own, or of the updates beside them
 * @param model all of the model's own
 */
public record TuningSizes(long learned, long model) {
    private static final Init NOWHERE = new Init.Blank(new Placement(Device.META, DType.FLOAT32));

    /** Of a recipe. Throws in one line where it does not fit the model that it names. */
    public static TuningSizes of(TuningRecipe recipe) {
        ModelDescription description = recipe.model().description();
        TuningFit.check(recipe, description);
        try (Region region = Region.open();
                ModelParts parts = ModelParts.build(description, NOWHERE, Tokenizers.NONE, Placement.FLOAT32)) {
            return new TuningSizes(
                    learned(recipe.learns(), parts), count(parts.parameters().values()));
        }
    }

    private static long learned(TuningRecipe.Learns learns, ModelParts parts) {
        if (learns instanceof TuningRecipe.Lora updates) {
            try (Lora lora = Lora.attach(parts, updates.specs(), NOWHERE)) {
                return count(lora.parameters().values());
            }
        }
        TuningRecipe.Full full = (TuningRecipe.Full) learns;
        long unet =
                full.unet() == DiffusionRecipe.Learning.TRAINED ? parts.unet().parameterCount() : 0;
        return full.conditioner() == DiffusionRecipe.Learning.TRAINED
                ? unet + parts.conditioning().network().parameterCount()
                : unet;
    }

    private static long count(Collection<Tensor> tensors) {
        return tensors.stream().mapToLong(Tensor::elements).sum();
    }
}
