package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;

/**
 * How a stochastic step reaches the level σ' where it ends: it goes below, to σ_down, and fresh noise brings it back up,
 * σ'² = σ_down² + σ_up².
 */
record Split(double down, double up) {

    /** σ_up = η · σ' √(1 − σ'²/σ²), never above σ': DDIM's, see {@link Ancestral}. */
    static Split ancestral(Step step, double eta) {
        double ratio = step.to() / step.from();
        double up = step.to() * Math.min(1, eta * Math.sqrt(1 - ratio * ratio));
        return new Split(Math.sqrt(Math.max(0, step.to() * step.to() - up * up)), up);
    }

    /**
     * σ_down = σ' · (σ'/σ)^η: what remains of σ' in the exact solution of the stochastic equation with √η times the noise of
     * the reverse process: SDE-DPM-Solver++ of Lu et al. 2022, with η as in k-diffusion. With η 0 and 1 it is the same as
     * {@link #ancestral}.
     */
    static Split ofEquation(Step step, double eta) {
        double exponent = eta * step.logarithm();
        return new Split(step.to() * Math.exp(-exponent), step.to() * Math.sqrt(-Math.expm1(-2 * exponent)));
    }

    /** {@code below}, at σ_down, with a fresh draw on top, at σ'. */
    Tensor raised(Tensor below, FreshNoise noise) {
        Tensor fresh = noise.next(below.shape()).to(below.placement());
        return below.add(fresh.mul(up));
    }
}
