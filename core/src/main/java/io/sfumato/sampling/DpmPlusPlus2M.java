package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.List;

/**
 * DPM-Solver++(2M), order 2 at one denoiser call a step: Lu et al. 2022, algorithm 2. With λ = −log σ and h = λ' − λ
 * the exact solution for a constant D is x' = σ'/σ · x + (1 − σ'/σ) · D; the method puts in the D that the last two
 * calls, extended linearly in λ, give for the middle of the step: D + h/(2 h_last) · (D − D_last).
 *
 * <p>The first step has no past and is of order 1. So is a step to σ = 0, whose h is infinite: it gives D itself.
 */
public record DpmPlusPlus2M() implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        Past now = Past.ask(denoise, state.x(), step.from());
        double ratio = step.to() / step.from();
        Tensor next = state.x().mul(ratio).add(midway(now, state.past(), step).mul(1 - ratio));
        return state.moved(next, now, 1);
    }

    private static Tensor midway(Past now, List<Past> past, Step step) {
        if (past.isEmpty() || past.get(0).sigma() == step.from() || step.to() == 0) {
            return now.denoised();
        }
        Past last = past.get(0);
        double h = Math.log(step.from() / step.to());
        double hLast = Math.log(last.sigma() / step.from());
        return now.denoised().add(now.denoised().sub(last.denoised()).mul(h / (2 * hLast)));
    }
}
