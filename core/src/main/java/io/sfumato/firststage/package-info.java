/**
 * The first stage: pixels to latents and back, so that diffusion runs where the picture is small. Start at {@link
 * io.sfumato.firststage.FirstStage}. Pixels are [N, 3, H, W] in [−1, 1]; latents [N, C, H/f, W/f] with about unit
 * variance.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.firststage;
