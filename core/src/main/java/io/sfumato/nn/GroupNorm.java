package io.sfumato.nn;

import io.sfumato.tensor.FeatureMaps;
import io.sfumato.tensor.Normalisation;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** Group normalisation with the 32 groups of every network here. Statistics are float32 in any precision. */
public final class GroupNorm extends Module implements Layer {
    private static final int GROUPS = 32;

    private final Normalisation normalisation;

    public GroupNorm(long channels, double epsilon, Init init) {
        if (channels % GROUPS != 0) {
            throw new IllegalArgumentException(
                    "group norm over " + channels + " channels, expected a multiple of " + GROUPS);
        }
        normalisation = new Normalisation(
                GROUPS,
                parameter("weight", init.constant(Shape.of(channels), 1)),
                parameter("bias", init.constant(Shape.of(channels), 0)),
                epsilon);
    }

    @Override
    public Tensor forward(Tensor x) {
        return FeatureMaps.normalise(x, normalisation);
    }

    /** The numbers of this norm. */
    Normalisation normalisation() {
        return normalisation;
    }
}
