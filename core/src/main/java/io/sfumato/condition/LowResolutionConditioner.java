package io.sfumato.condition;

import io.sfumato.tensor.Tensors;
import java.util.List;

/** Puts the small picture beside the latents (Rombach et al. 2021, sec. 4.4). */
public record LowResolutionConditioner() implements Conditioner {
    @Override
    public Condition encode(List<? extends Cue> cues) {
        return Condition.none()
                .withConcat(Tensors.stack(
                        0,
                        cues.stream()
                                .map(cue -> ConditionException.expect(LowResolution.class, cue)
                                        .picture())
                                .toList())); // [N, 3, h, w]
    }
}
