package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;

/** The network predicts the noise ε: D = x − σ · F. Ho et al. 2020, eq. 14; what latent diffusion trains. */
public record EpsPrediction(NoiseTable table) implements Preconditioning {

    public EpsPrediction {
        if (table.schedule() instanceof BetaSchedule.ZeroTerminalSnr) {
            throw new IllegalArgumentException(
                    "a network that predicts eps has a noise schedule that leaves nothing of the"
                            + " picture (zero_terminal_snr), from which eps tells no way back: expected v or x0");
        }
    }

    @Override
    public Tensor skip(Tensor sigma) {
        return sigma.mul(0).add(1);
    }

    @Override
    public Tensor out(Tensor sigma) {
        return sigma.neg();
    }

    @Override
    public Tensor target(Tensor clean, Tensor noise, Tensor sigma) {
        return noise;
    }
}
