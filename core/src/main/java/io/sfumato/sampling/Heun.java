package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * Heun's method, order 2: Karras et al. 2022, algorithm 1. Two denoiser calls a step, but a step to σ = 0, where the
 * slope has no value, is Euler's.
 */
public record Heun() implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        Tensor x = state.x();
        Tensor d = Past.ask(denoise, x, step.from()).slope();
        Tensor end = x.add(d.mul(step.change()));
        if (step.to() == 0) {
            return State.at(end);
        }
        Tensor dEnd = Past.ask(denoise, end, step.to()).slope();
        return State.at(x.add(d.add(dEnd).mul(step.change() / 2)));
    }
}
