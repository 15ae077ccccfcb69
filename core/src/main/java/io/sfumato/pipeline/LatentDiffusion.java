package io.sfumato.pipeline;

import io.sfumato.condition.Conditioner;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.firststage.FirstStage;
import io.sfumato.tensor.Device;

/**
 * The paper's model: what was said becomes a condition, noise becomes latents under it, latents become pixels.
 *
 * @param levels the noise levels that the denoiser was trained on
 * @param device where the networks are, and so where latents are best kept
 * @param latentMultiple what the sides of latents must be multiples of, where the network cannot halve and double others
 */
public record LatentDiffusion(
        Conditioner conditioner,
        Denoiser denoiser,
        NoiseTable levels,
        FirstStage firstStage,
        Device device,
        int latentMultiple) {}
