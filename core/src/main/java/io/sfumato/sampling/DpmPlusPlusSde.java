package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * k-diffusion's DPM-Solver++ (SDE): {@link DpmPlusPlus2S} with fresh noise in the middle of the step and at its end, two
 * denoiser calls a step. The two draws are independent. A step to σ = 0 is Euler's.
 *
 * @param eta 0 is {@link DpmPlusPlus2S}
 */
public record DpmPlusPlusSde(double eta) implements Solver {

    public DpmPlusPlusSde {
        Ancestral.check(eta);
    }

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        if (step.to() == 0) {
            return new Euler().step(denoise, state, step, noise);
        }
        Step half = step.halfway();
        Tensor middle = new Ancestral(new Euler(), eta)
                .step(denoise, state, half, noise)
                .x();
        Tensor denoised = denoise.at(middle, half.to());
        Solver held = (unasked, start, below, unused) -> State.at(below.holding(start.x(), denoised));
        return new Ancestral(held, eta).step(denoise, state, step, noise);
    }
}
