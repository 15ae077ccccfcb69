package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Tensor;

/** A network that computes in one precision, and answers in that in which it is spoken to. */
public record MixedPrecision(Network network, DType compute) implements Network {
    @Override
    public Tensor forward(Tensor input, Tensor noiseLevel, Condition condition) {
        return network.forward(input.to(compute), noiseLevel, condition.to(compute))
                .to(input.dtype());
    }
}
