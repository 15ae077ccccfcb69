package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;

/** The bare function that is trained, F_θ: what it predicts is a {@link Preconditioning}'s business. */
@FunctionalInterface
public interface Network {

    /**
     * @param input [N, C, H, W], about unit variance
     * @param noiseLevel [N], float32: the timestep, for networks trained on a {@link NoiseTable}
     * @return [N, C', H, W]
     */
    Tensor forward(Tensor input, Tensor noiseLevel, Condition condition);

    /** A network whose condition is settled, as {@link #forward} takes the rest. */
    @FunctionalInterface
    interface Hearing {
        Tensor forward(Tensor input, Tensor noiseLevel);
    }

    /**
     * This network under one condition, for the steps of one trajectory, from noise to a picture: what depends on the condition alone is
     * computed once, in the region that is open, and without a gradient for it. What is kept from step to step lives there too.
     *
     * @param shortcuts what may be left out; a network that knows of none computes everything
     */
    default Hearing hearing(Condition condition, Shortcuts shortcuts) {
        return (input, noiseLevel) -> forward(input, noiseLevel, condition);
    }

    /** The same without shortcuts. */
    default Hearing hearing(Condition condition) {
        return hearing(condition, Shortcuts.NONE);
    }
}
