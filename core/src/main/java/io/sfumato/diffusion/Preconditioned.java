package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;

/**
 * A trained network as a denoiser. Karras et al. 2022, eq. 7.
 *
 * @param shortcuts that its trajectories take
 */
public record Preconditioned(Network network, Preconditioning preconditioning, Shortcuts shortcuts)
        implements Denoiser {
    /** Without shortcuts. */
    public Preconditioned(Network network, Preconditioning preconditioning) {
        this(network, preconditioning, Shortcuts.NONE);
    }

    @Override
    public Denoiser taking(Shortcuts others) {
        return new Preconditioned(network, preconditioning, others);
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma, Condition condition) {
        return denoise(x, sigma, (input, noiseLevel) -> network.forward(input, noiseLevel, condition));
    }

    @Override
    public Hearing hearing(Condition condition) {
        Network.Hearing heard = network.hearing(condition, shortcuts);
        return (x, sigma) -> denoise(x, sigma, heard);
    }

    private Tensor denoise(Tensor x, Tensor sigma, Network.Hearing heard) {
        Preconditioning.Coefficients c = preconditioning.at(sigma).to(x.placement());
        Tensor predicted = heard.forward(c.in().mul(x), c.noiseLevel());
        return c.skip().mul(x).add(c.out().mul(predicted.to(x.dtype())));
    }
}
