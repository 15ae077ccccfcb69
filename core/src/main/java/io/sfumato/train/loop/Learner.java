package io.sfumato.train.loop;

import io.sfumato.tensor.Tensor;
import java.util.Map;

/**
 * One who learns, with an optimizer of its own.
 *
 * @param <B> what it learns from at a time
 */
public interface Learner<B> {

    /** What it is called in checkpoints and metrics. */
    String name();

    /** What it learns: parameters by name. */
    Map<String, Tensor> weights();

    /** Their running averages, under the same names; empty where nobody wants them. */
    Map<String, Tensor> averaged();

    /** The first step, counted from 0, in which it learns; in those before, its optimizer only counts. */
    default long learnsFrom() {
        return 0;
    }

    /** The mean loss over the pictures of a slice. */
    Scored loss(B batch, Slice slice);
}
