package io.sfumato.pipeline;

import io.sfumato.condition.Conditioner;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.firststage.FirstStage;

/**
 * The paper's model: what was said becomes a condition, noise becomes latents under it, latents become pixels.
 *
 * @param latentMultiple what the sides of latents must be multiples of, where the network cannot halve and double others
 * @param levels the noise levels that the denoiser was trained on
 */
public record LatentDiffusion(
        Conditioner conditioner, Denoiser denoiser, NoiseTable levels, FirstStage firstStage, int latentMultiple) {}
