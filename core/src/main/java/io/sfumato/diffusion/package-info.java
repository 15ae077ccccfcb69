/**
 * What is learned: a function that removes noise. Start at {@link io.sfumato.diffusion.Denoiser}, D(x; σ, c), which
 * everything that samples sees; a trained {@link io.sfumato.diffusion.Network} becomes one through a {@link
 * io.sfumato.diffusion.Preconditioning}, and is trained by a {@link io.sfumato.diffusion.DenoisingLoss}.
 *
 * <p>Noise is measured in σ everywhere: x = clean + σ · noise (Karras et al. 2022). A network of the latent-diffusion
 * family knows a discrete table of timesteps instead; {@link io.sfumato.diffusion.NoiseTable} translates.
 *
 * <p>Images are [N, C, H, W]. Noise levels are [N], in main memory, float64 wherever this package makes them: they are
 * a handful of numbers, and the translation to timesteps happens on the host.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.diffusion;
