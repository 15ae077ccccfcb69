package io.sfumato.train.denoising;

import io.sfumato.diffusion.Uncertainty;
import io.sfumato.nn.Module;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.train.recipe.DiffusionRecipe;
import java.util.Optional;

/** What each timestep has learned of its loss, where it learns that. */
final class LogVariances extends Module {
    private final Optional<Tensor> values;

    LogVariances(DiffusionRecipe.LogVariance recipe, int timesteps, Device device) {
        values = recipe instanceof DiffusionRecipe.Learned learned
                ? Optional.of(parameter(
                        Uncertainty.Learned.NAME,
                        Tensors.full(Shape.of(timesteps), learned.initial(), Placement.FLOAT32.on(device))))
                : Optional.empty();
    }

    Uncertainty uncertainty() {
        return values.<Uncertainty>map(Uncertainty.Learned::new).orElseGet(Uncertainty.None::new);
    }
}
