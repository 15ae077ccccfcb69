/**
 * How a diffusion model learns: from latents of pictures and what is said of them
 * ({@link io.sfumato.train.denoising.DiffusionTraining}).
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.train.denoising;
