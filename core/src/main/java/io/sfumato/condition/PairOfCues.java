package io.sfumato.condition;

import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/**
 * What a model is told that hears two things at once.
 *
 * @param beside for what stands beside the latents
 * @param inside for what is heard inside the network
 */
public record PairOfCues(Cue beside, Cue inside) implements Cue {
    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        beside.forEachTensor(visitor);
        inside.forEachTensor(visitor);
    }
}
