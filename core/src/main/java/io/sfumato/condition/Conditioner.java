package io.sfumato.condition;

import java.util.List;

/** Makes a network's condition of what users said. */
public interface Conditioner {

    /** The condition of a batch, one cue a picture. Differentiable where the conditioner is trained. */
    Condition encode(List<? extends Cue> cues);

    /** The condition of "nothing in particular" for {@code count} pictures. */
    Condition absent(int count);
}
