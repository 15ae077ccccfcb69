package io.sfumato.train.samples;

import io.sfumato.condition.Cue;
import io.sfumato.tensor.Tensor;
import java.util.List;

/**
 * What a diffusion model learns from at a time.
 *
 * @param clean scaled latents, [N, C, h, w]
 * @param cues what is said of each
 */
public record LatentBatch(Tensor clean, List<Cue> cues) {}
