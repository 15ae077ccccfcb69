package io.sfumato.sampling;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** The randomness of stochastic solvers: every call is a new draw. */
@FunctionalInterface
public interface FreshNoise {

    /** Unit normal numbers of the given shape, [N, C, H, W]. */
    Tensor next(Shape shape);
}
