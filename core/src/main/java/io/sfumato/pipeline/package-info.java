/** From a request to pictures. Start at {@link io.sfumato.pipeline.LatentDiffusion}. */
@org.jspecify.annotations.NullMarked
package io.sfumato.pipeline;
