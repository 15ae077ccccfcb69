package io.sfumato.train.loop;

import io.sfumato.tensor.Tensor;
import java.util.Map;

/** What is done with the stages of a run: they are trained, or only tried. */
public interface Conduct {

    /** Whether nothing is left to do for a stage. */
    boolean isDone(Stage stage);

    /** Does it. */
    <B> void carryOut(Stage stage, Objective<B> objective);

    /** Copies the averaged weights that a stage has ended with; leaves alone what never learned. */
    void copyAverage(Stage stage, Map<String, Tensor> parameters);
}
