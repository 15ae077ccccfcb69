package io.sfumato.train.denoising;

import io.sfumato.model.ModelFolder;
import io.sfumato.model.ModelParts;
import io.sfumato.model.WeightLoading;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.recipe.DiffusionRecipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first weights of a diffusion model. */
final class Starts {
    private Starts() {}

    /** Leaves them as they are drawn, or fills them from the model that the recipe names. */
    static void fill(DiffusionRecipe.Start start, ModelParts parts) {
        if (start instanceof DiffusionRecipe.FineTuned tuned) {
            Path weights = ModelFolder.weights(Path.of(tuned.model()));
            Map<String, Tensor> parameters = new LinkedHashMap<>(parts.parameters());
            parameters.keySet().removeIf(name -> name.startsWith(ModelParts.FIRST_STAGE));
            try (TensorArchive archive = Safetensors.open(weights)) {
                WeightLoading.fill(parameters, archive, weights);
            }
        }
    }
}
