package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * DPM-Solver++'s multistep methods, one denoiser call a step: Lu et al. 2022 (DPM-Solver++), algorithm 2, and with η above 0
 * its SDE-DPM-Solver++. The step is exact for the D that {@link Extension} guesses, and η is the noise of the
 * equation that it solves, see {@link Split#ofEquation}.
 *
 * <p>The first steps have less past and a lower order. A step to σ = 0, whose h is infinite, gives D itself.
 *
 * @param eta 0 is deterministic, 1 the reverse of the noising process
 */
public record DpmPlusPlusMultistep(Extension extension, double eta) implements Solver {

    public DpmPlusPlusMultistep {
        Ancestral.check(eta);
    }

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        if (step.isEmpty()) {
            return state;
        }
        Past now = Past.ask(denoise, state.x(), step.from());
        if (step.to() == 0) {
            return State.at(now.denoised());
        }
        Tensor mean = extension.mean(now, state.past(), step, (1 + eta) * step.logarithm());
        Split split = Split.ofEquation(step, eta);
        Tensor below = step.endingAt(split.down()).holding(state.x(), mean);
        return state.moved(eta == 0 ? below : split.raised(below, noise), now, extension.memory());
    }
}
