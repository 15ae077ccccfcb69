package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;

/**
 * A network that computes at one place and in one precision, and is spoken to from anywhere in any other, such as float32 in main
 * memory: what it says is placed as its input was.
 */
public record MixedPrecision(Network network, Placement compute) implements Network {
    @Override
    public Tensor forward(Tensor input, Tensor noiseLevel, Condition condition) {
        return network.forward(input.to(compute), noiseLevel.to(compute.device()), condition.to(compute))
                .to(input.placement());
    }

    @Override
    public Hearing hearing(Condition condition, Shortcuts shortcuts) {
        Hearing heard = network.hearing(condition.to(compute), shortcuts);
        return (input, noiseLevel) -> heard.forward(input.to(compute), noiseLevel.to(compute.device()))
                .to(input.placement());
    }
}
