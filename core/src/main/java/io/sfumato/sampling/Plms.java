package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.List;

/**
 * Pseudo linear multistep, Liu et al. 2022, as the latent-diffusion reference starts it. The step is Euler's, x' = x +
 * (σ' − σ) · ε', with an ε' that extends the last four ε by the Adams–Bashforth weights of even steps. One denoiser
 * call a step; the first step has two: ε' is the mean of ε at its ends.
 *
 * <p>Of order 2 where the levels are uneven, since the weights are not adapted to them. A first step to σ = 0 is
 * Euler's.
 */
public record Plms() implements Solver {
    private static final int MEMORY = 3;

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        Past now = Past.ask(denoise, state.x(), step.from());
        Tensor eps = now.slope();
        Tensor extended = state.past().isEmpty()
                ? meanOverStep(denoise, state.x(), eps, step)
                : extend(eps, state.past().stream().map(Past::slope).toList());
        return state.moved(state.x().add(extended.mul(step.change())), now, MEMORY);
    }

    /** The reference's "pseudo improved Euler". */
    private static Tensor meanOverStep(Denoise denoise, Tensor x, Tensor eps, Step step) {
        if (step.to() == 0) {
            return eps;
        }
        Tensor end = x.add(eps.mul(step.change()));
        return eps.add(Past.ask(denoise, end, step.to()).slope()).div(2);
    }

    private static Tensor extend(Tensor eps, List<Tensor> past) {
        return switch (past.size()) {
            case 1 -> eps.mul(3).sub(past.get(0)).div(2);
            case 2 ->
                eps.mul(23).sub(past.get(0).mul(16)).add(past.get(1).mul(5)).div(12);
            default ->
                eps.mul(55)
                        .sub(past.get(0).mul(59))
                        .add(past.get(1).mul(37))
                        .sub(past.get(2).mul(9))
                        .div(24);
        };
    }
}
