package io.sfumato.train.loop;

import io.sfumato.tensor.Tensor;

/**
 * What a batch costs.
 *
 * @param loss a scalar
 * @param figures its parts and whatever else tells people how learning goes
 */
public record Scored(Tensor loss, Figures figures) {

    /** A loss that speaks for itself. */
    public static Scored of(Tensor loss) {
        return new Scored(loss, Figures.NONE);
    }
}
