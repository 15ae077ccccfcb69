package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * k-diffusion's DPM2, order 2 at two denoiser calls a step: the slope is that in the middle of the step, at √(σ σ'), as in
 * DPM-Solver-2 of Lu et al. 2022 (DPM-Solver), algorithm 1. A step to σ = 0 is Euler's.
 */
public record Dpm2() implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        State middle = new Euler().step(denoise, state, step.to() == 0 ? step : step.halfway(), noise);
        if (step.to() == 0) {
            return middle;
        }
        Tensor slope = Past.ask(denoise, middle.x(), step.halfway().to()).slope();
        return State.at(state.x().add(slope.mul(step.change())));
    }
}
