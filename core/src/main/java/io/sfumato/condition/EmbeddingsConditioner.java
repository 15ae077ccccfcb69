package io.sfumato.condition;

import io.sfumato.tensor.Tensors;
import java.util.List;

/** Hands vectors that another model made on to the network. */
public record EmbeddingsConditioner() implements Conditioner {
    @Override
    public Condition encode(List<? extends Cue> cues) {
        return Condition.none()
                .withContext(Tensors.stack(
                        0,
                        cues.stream()
                                .map(cue -> ConditionException.expect(Embeddings.class, cue)
                                        .tokens())
                                .toList())); // [N, T, D]
    }
}
