package io.sfumato.condition;

import java.util.List;

/** Hands class labels on to a network that has a table for them. */
public record LabelConditioner(int classes) implements Conditioner {
    @Override
    public Condition encode(List<? extends Cue> cues) {
        return Condition.none().withLabels(ClassEmbedder.labels(cues, classes));
    }
}
