package io.sfumato.nn;

import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** Group normalisation with the 32 groups of every network here. Statistics are float32 in any precision. */
public final class GroupNorm extends Module implements Layer {
    private static final int GROUPS = 32;

    private final Tensor weight;
    private final Tensor bias;
    private final double epsilon;

    public GroupNorm(long channels, double epsilon, Init init) {
        if (channels % GROUPS != 0) {
            throw new IllegalArgumentException(
                    "group norm over " + channels + " channels, expected a multiple of " + GROUPS);
        }
        this.weight = parameter("weight", init.constant(Shape.of(channels), 1));
        this.bias = parameter("bias", init.constant(Shape.of(channels), 0));
        this.epsilon = epsilon;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.groupNorm(x, GROUPS, weight, bias, epsilon);
    }
}
