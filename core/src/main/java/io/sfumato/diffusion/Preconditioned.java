package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;

/** A trained network as a denoiser. Karras et al. 2022, eq. 7. */
public record Preconditioned(Network network, Preconditioning preconditioning) implements Denoiser {

    @Override
    public Tensor denoise(Tensor x, Tensor sigma, Condition condition) {
        Preconditioning.Coefficients c = preconditioning.at(sigma).to(x.placement());
        Tensor predicted = network.forward(c.in().mul(x), c.noiseLevel(), condition);
        return c.skip().mul(x).add(c.out().mul(predicted.to(x.dtype())));
    }
}
