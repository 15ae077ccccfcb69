package io.sfumato.train.samples;

import io.sfumato.condition.Cue;
import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a diffusion model learns from at a time.
 *
 * @param clean scaled latents, [N, C, h, w]
 * @param cues what is said of each
 */
public record LatentBatch(Tensor clean, List<Cue> cues) implements Held {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(clean);
        cues.forEach(cue -> cue.forEachTensor(visitor));
    }
}
