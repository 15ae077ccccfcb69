package io.sfumato.condition;

import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is left of a cue of pixels when all is done with it that no learning changes: planes of the sides of the latents, [C, h, w]. See
 * {@link Conditioner#condensed}.
 */
public record LatentPlanes(Tensor planes) implements Cue {

    /** [N, C, h, w], where all cues of a batch are of this kind. */
    public static Optional<Tensor> stacked(List<? extends Cue> cues) {
        return cues.stream().allMatch(LatentPlanes.class::isInstance)
                ? Optional.of(Tensors.stack(
                        0,
                        cues.stream().map(cue -> ((LatentPlanes) cue).planes()).toList()))
                : Optional.empty();
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(planes);
    }
}
