package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;

/** The network predicts the clean image: D = F. Ho et al. 2020, section 3.2. */
public record X0Prediction(NoiseTable table) implements Preconditioning {

    @Override
    public Tensor skip(Tensor sigma) {
        return sigma.mul(0);
    }

    @Override
    public Tensor out(Tensor sigma) {
        return sigma.mul(0).add(1);
    }

    @Override
    public Tensor target(Tensor clean, Tensor noise, Tensor sigma) {
        return clean;
    }
}
