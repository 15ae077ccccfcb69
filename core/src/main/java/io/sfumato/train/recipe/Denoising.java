package io.sfumato.train.recipe;

import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noising;

/**
 * What is asked of a network that learns to denoise.
 *
 * @param noising what noise it learns to tell
 * @param boundWeight of the variational bound, added to the weighted loss
 */
public record Denoising(LossWeighting weighting, Distance distance, Noising noising, double boundWeight) {}
