/**
 * The denoising network of the paper: a U-Net over latents [N, C, h, w] that hears the noise level and a condition.
 * Start at {@link io.sfumato.unet.UNetSpec} and {@link io.sfumato.unet.UNet}. Parameter names are the reference's.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.unet;
