package io.sfumato.condition;

import java.util.List;

/** Hears nothing. */
public record Unconditional() implements Conditioner {
    @Override
    public Condition encode(List<? extends Cue> cues) {
        cues.forEach(cue -> ConditionException.expect(Nothing.class, cue));
        return Condition.none();
    }
}
