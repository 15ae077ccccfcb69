package io.sfumato.nn;

import io.sfumato.tensor.Tensor;

/**
 * A linear map or a convolution, beside which another layer may run that hears the same input: what both make of it is summed. An
 * adapter learns this way while the layer keeps its weights; names of parameters stay as they are.
 */
public sealed interface Adaptable extends Layer permits Linear, GatedLinear, Conv2d {
    /** [out, in] of a linear map, [out, in, k, k] of a convolution. */
    Tensor weight();

    /** Has {@code adapter} run beside this layer, which still owns nothing of it. There can be one. */
    void adapt(Layer adapter);

    /** Has it run alone again. */
    void leaveAlone();
}
