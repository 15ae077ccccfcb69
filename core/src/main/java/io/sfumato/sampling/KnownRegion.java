package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * Keeps part of a picture: before every step, what is known is put in again with noise of the step's level. The
 * reference does so too; Lugmayr et al. 2022, eq. 8, without their repetitions.
 *
 * @param clean the known latents, [N, C, H, W]
 * @param mask [N, 1, H, W]: 1 where {@code clean} is to be kept, 0 where it is to be made
 * @param noise drawn once a step
 */
public record KnownRegion(Solver inner, Tensor clean, Tensor mask, FreshNoise noise) implements Solver {

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise fresh) {
        Tensor unit = noise.next(clean.shape()).to(clean.placement());
        Tensor known = clean.add(unit.mul(step.from()));
        Tensor mixed = known.mul(mask).add(state.x().mul(mask.neg().add(1)));
        return inner.step(denoise, state.withX(mixed), step, fresh);
    }
}
