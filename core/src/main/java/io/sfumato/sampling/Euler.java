package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * Euler's method, order 1: x' = x + (σ' − σ) · (x − D)/σ. A step to σ' = 0 gives D itself.
 *
 * <p>It is DDIM without noise (Song et al. 2021, eq. 13): there, x/√(1 + σ²) is the variable and the step is the same.
 */
public record Euler() implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        Tensor d = Past.ask(denoise, state.x(), step.from()).slope();
        return State.at(state.x().add(d.mul(step.change())));
    }
}
