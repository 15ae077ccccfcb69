/**
 * What the reference implementation (CompVis latent-diffusion a506df5 and stable-diffusion 21f890f9) calls a model: its
 * configurations, and the keys of its checkpoints. Start at {@link io.sfumato.reference.ReferenceConfig}.
 */
@org.jspecify.annotations.NullMarked
package io.sfumato.reference;
