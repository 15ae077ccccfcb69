package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;

/**
 * The network predicts v = √ᾱ · ε − √(1 − ᾱ) · clean, Salimans and Ho 2022, section 4. With √ᾱ = 1/√(1 + σ²) and
 * clean = √ᾱ · (√ᾱ x) − √(1 − ᾱ) · v this is D = x / (1 + σ²) − σ/√(1 + σ²) · F.
 */
public record VPrediction(NoiseTable table) implements Preconditioning {

    @Override
    public Tensor skip(Tensor sigma) {
        return sigma.square().add(1).pow(-1);
    }

    @Override
    public Tensor out(Tensor sigma) {
        return sigma.neg().mul(Preconditioning.unitVariance(sigma));
    }

    @Override
    public Tensor target(Tensor clean, Tensor noise, Tensor sigma) {
        return noise.sub(sigma.mul(clean)).mul(Preconditioning.unitVariance(sigma));
    }
}
