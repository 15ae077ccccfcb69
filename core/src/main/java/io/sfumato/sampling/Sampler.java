package io.sfumato.sampling;

import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;

/**
 * A whole trajectory, from noise to images. Both ends are at unit variance, as the reference has them: x / √(1 + σ²).
 *
 * @param steps the number asked for; a spacing may take more, see {@link LdmUniform}
 */
public record Sampler(Solver solver, SigmaSteps schedule, int steps) {

    /**
     * Runs the trajectory, without recording gradients.
     *
     * @param start [N, C, H, W], unit normal noise
     * @return [N, C, H, W], placed as {@code start}
     */
    public Tensor sample(Denoise denoise, Tensor start, FreshNoise noise, SampleListener listener) {
        double[] sigmas = schedule.sigmas(steps);
        return Grad.off(() -> Region.returning(() -> run(denoise, start, sigmas, noise, listener)));
    }

    /**
     * Where a trajectory starts that is to end near {@code clean}: at unit variance, as {@link #sample} takes it.
     *
     * @param clean [N, C, H, W]
     * @param unit unit normal noise, [N, C, H, W]
     */
    public Tensor noised(Tensor clean, Tensor unit) {
        double first = schedule.sigmas(steps)[0];
        return clean.add(unit.mul(first)).div(deviation(first));
    }

    private Tensor run(Denoise denoise, Tensor start, double[] sigmas, FreshNoise noise, SampleListener listener) {
        int last = sigmas.length - 1;
        State state = State.at(start.mul(deviation(sigmas[0])));
        for (int i = 0; i < last; i++) {
            Step step = new Step(i, sigmas[i], sigmas[i + 1]);
            state = Region.replacing(state, now -> solver.step(denoise, now, step, noise));
            listener.onStep(i + 1, last, step.to());
        }
        return state.x().div(deviation(sigmas[last]));
    }

    /** The standard deviation of clean + σ · noise where that of clean is 1. */
    private static double deviation(double sigma) {
        return Math.sqrt(1 + sigma * sigma);
    }
}
