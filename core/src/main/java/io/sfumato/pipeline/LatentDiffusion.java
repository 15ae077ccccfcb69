package io.sfumato.pipeline;

import io.sfumato.condition.Conditioner;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.firststage.FirstStage;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;

/**
 * The paper's model: what was said becomes a condition, noise becomes latents under it, latents become pixels.
 *
 * @param levels the noise levels that the denoiser was trained on
 * @param compute where the networks are, and the precision that they compute in
 * @param latentMultiple what the sides of latents must be multiples of, where the network cannot halve and double others
 */
public record LatentDiffusion(
        Conditioner conditioner,
        Denoiser denoiser,
        NoiseTable levels,
        FirstStage firstStage,
        Placement compute,
        int latentMultiple) {

    /** Where the networks are, and so where latents are best kept. */
    public Device device() {
        return compute.device();
    }
}
