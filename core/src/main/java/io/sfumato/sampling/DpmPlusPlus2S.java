package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * DPM-Solver++(2S), order 2 at two denoiser calls a step: Lu et al. 2022 (DPM-Solver++), algorithm 1 with r = 1/2. The step
 * is exact for the D that the denoiser says in its middle. A step to σ = 0 is Euler's.
 */
public record DpmPlusPlus2S() implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        State middle = new Euler().step(denoise, state, step.to() == 0 ? step : step.halfway(), noise);
        if (step.to() == 0) {
            return middle;
        }
        Tensor denoised = denoise.at(middle.x(), step.halfway().to());
        return State.at(step.holding(state.x(), denoised));
    }
}
