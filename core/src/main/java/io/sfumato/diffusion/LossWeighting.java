package io.sfumato.diffusion;

import io.sfumato.tensor.Tensor;

/** How much the loss at a noise level counts, beside the plain loss on what the network predicts. */
public sealed interface LossWeighting {

    /** Weights for the levels {@code sigma}, [N] to [N]. */
    Tensor at(Tensor sigma, Preconditioning preconditioning);

    /** Every level counts the same: the simple loss, Ho et al. 2020, eq. 14. */
    record Uniform() implements LossWeighting {
        @Override
        public Tensor at(Tensor sigma, Preconditioning preconditioning) {
            return sigma.mul(0).add(1);
        }
    }

    /**
     * Min-SNR-γ, Hang et al. 2023: the squared error of the clean image counts min(SNR, γ), where SNR = 1/σ². The
     * error of the clean image is {@code out} times that of the prediction, hence min(SNR, γ) · out²: min(SNR, γ)/SNR
     * for ε, min(SNR, γ)/(SNR + 1) for v.
     */
    record MinSnr(double gamma) implements LossWeighting {
        /** The γ that the paper recommends. */
        public static final MinSnr DEFAULT = new MinSnr(5);

        public MinSnr {
            if (!(gamma > 0)) {
                throw new IllegalArgumentException("gamma of the min-SNR weighting is " + gamma + ", expected above 0");
            }
        }

        @Override
        public Tensor at(Tensor sigma, Preconditioning preconditioning) {
            Tensor ratio = sigma.pow(-2).clamp(0, gamma);
            return ratio.mul(preconditioning.out(sigma).square());
        }
    }
}
