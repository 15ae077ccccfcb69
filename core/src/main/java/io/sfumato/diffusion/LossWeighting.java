package io.sfumato.diffusion;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;

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

    /**
     * As {@link MinSnr}, with a smooth bend in the place of the bound: SNR · γ/(SNR + γ) = 1/(σ² + 1/γ). Crowson et al. 2024
     * (Hourglass Diffusion Transformers), whose γ is 4.
     */
    record SoftMinSnr(double gamma) implements LossWeighting {
        public SoftMinSnr {
            if (!(gamma > 0)) {
                throw new IllegalArgumentException(
                        "gamma of the soft min-SNR weighting is " + gamma + ", expected above 0");
            }
        }

        @Override
        public Tensor at(Tensor sigma, Preconditioning preconditioning) {
            Tensor bent = sigma.square().add(1 / gamma).pow(-1);
            return bent.mul(preconditioning.out(sigma).square());
        }
    }

    /**
     * P2, Choi et al. 2022: the squared error of ε counts 1/(k + SNR)^γ, so that levels at which a picture's coarse
     * contents are made count more than those that clean it up.
     *
     * @param gamma 0 is no weighting; the paper recommends 0.5 and 1
     * @param offset k, 1 in the paper
     */
    record P2(double gamma, double offset) implements LossWeighting {
        public P2 {
            if (!(gamma >= 0 && offset > 0)) {
                throw new IllegalArgumentException("gamma and offset of the P2 weighting are " + gamma + " and "
                        + offset + ", expected 0 or more and above 0");
            }
        }

        @Override
        public Tensor at(Tensor sigma, Preconditioning preconditioning) {
            Tensor ratio = sigma.pow(-2);
            Tensor ofNoise = preconditioning.out(sigma).square().mul(ratio); // out² σ⁻²: 1 for ε
            return ratio.add(offset).pow(-gamma).mul(ofNoise);
        }
    }

    /**
     * What each timestep adds to the variational bound: Ho et al. 2020, eq. 12, as the reference has it. For ε it is β² /
     * (2 σ̃² (1 − β) (1 − ᾱ)) with σ̃² the variance of the posterior; for v that times ᾱ, since ‖Δε‖² = ᾱ ‖Δv‖²; for x₀ the
     * reference computes ½ √ᾱ / (2 − ᾱ), where 2 (1 − ᾱ) may have been meant. Timestep 0, whose posterior has no variance, counts as
     * timestep 1.
     */
    record VariationalBound() implements LossWeighting {
        @Override
        public Tensor at(Tensor sigma, Preconditioning preconditioning) {
            double[] weights = Arrays.stream(
                            preconditioning.table().timesteps(sigma).toDoubles())
                    .map(timestep -> weight((int) Math.round(timestep), preconditioning))
                    .toArray();
            return Tensors.of(weights, Shape.of(weights.length));
        }

        private static double weight(int timestep, Preconditioning preconditioning) {
            NoiseTable table = preconditioning.table();
            int t = Math.max(1, timestep);
            double cumulative = table.alphaCumprod(t);
            if (preconditioning instanceof X0Prediction) {
                return 0.5 * Math.sqrt(cumulative) / (2 - cumulative);
            }
            double before = table.alphaCumprod(t - 1);
            double alpha = cumulative / before;
            double beta = 1 - alpha;
            double posterior = beta * (1 - before) / (1 - cumulative);
            double ofNoise = preconditioning instanceof VPrediction ? before : 1 / alpha; // ᾱ / α, where ᾱ may be 0
            return beta * beta * ofNoise / (2 * posterior * (1 - cumulative));
        }
    }
}
