package io.sfumato.train.denoising;

import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Uncertainty;
import io.sfumato.model.ModelParts;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Tensor;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The networks that learn to denoise, and what of them.
 *
 * @param weights that learn, by the name that they have in files
 * @param averaged their running averages
 * @param uncertainty of timesteps, which may learn too
 * @param dropout share of the features that residual blocks forget
 * @param sketchWeight of a sketch's error beside the loss, where the conditioner draws one
 */
record Student(
        ModelParts parts,
        Map<String, Tensor> weights,
        Map<String, Tensor> averaged,
        Uncertainty uncertainty,
        double dropout,
        OptionalDouble sketchWeight) {

    /** The U-Net in a step of learning. */
    Network network(Draws draws) {
        return dropout == 0 ? parts.unet() : parts.unet().forgetting(dropout, draws);
    }

    /** The same for an examination of other weights: nothing is forgotten. */
    Student examined(ModelParts others) {
        return new Student(others, averaged, averaged, uncertainty, 0, sketchWeight);
    }
}
