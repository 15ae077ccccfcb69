package io.sfumato.replay;

import io.sfumato.sampling.FreshNoise;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** Draws that somebody else made, one after the other. */
final class GivenNoise implements FreshNoise {
    private final String name;
    private final Tensor draws;
    private long drawn;

    /**
     * @param draws [draws, N, C, H, W]
     */
    GivenNoise(String name, Tensor draws) {
        this.name = name;
        this.draws = draws;
    }

    @Override
    public Tensor next(Shape shape) {
        if (drawn == draws.size(0)) {
            throw new ReplayException(name + " has " + draws.size(0)
                    + " draws, but the sampler asks for one more. Are there more steps?");
        }
        Tensor next = draws.select(0, drawn++);
        if (!next.shape().equals(shape)) {
            throw new ReplayException(name + " is " + draws.shape() + ", expected [draws, N, C, H, W] of " + shape);
        }
        return next;
    }
}
