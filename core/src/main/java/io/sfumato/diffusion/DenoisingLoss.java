package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Tensor;

/**
 * The objective of diffusion training: the network is judged on what it says about the noise on images. Ho et al. 2020, eq. 14, is
 * {@link #simple}.
 *
 * @param boundWeight of the variational bound, which is added: the reference's {@code original_elbo_weight}; 0 for none
 */
public record DenoisingLoss(LossWeighting weighting, Distance distance, double boundWeight, Uncertainty uncertainty) {
    private static final LossWeighting BOUND = new LossWeighting.VariationalBound();

    public DenoisingLoss {
        if (!(boundWeight >= 0 && Double.isFinite(boundWeight))) {
            throw new IllegalArgumentException(
                    "the weight of the variational bound is " + boundWeight + ", expected 0 or more");
        }
    }

    /** Weighted distances alone. */
    public DenoisingLoss(LossWeighting weighting, Distance distance) {
        this(weighting, distance, 0, new Uncertainty.None());
    }

    /** The loss of the latent-diffusion reference: every level counts the same. */
    public static DenoisingLoss simple(Distance distance) {
        return new DenoisingLoss(new LossWeighting.Uniform(), distance);
    }

    /**
     * What the loss of a batch consists of.
     *
     * @param total the loss of each image, [N]
     * @param simple the mean distance of each image, [N]
     * @param bound the same, weighted as the variational bound, [N]
     */
    public record Terms(Tensor total, Tensor simple, Tensor bound) {}

    /** The scalar loss of a batch: the mean over its images. */
    public Tensor of(Network network, Preconditioning preconditioning, Noised batch, Condition condition) {
        return terms(network, preconditioning, batch, condition).total().mean();
    }

    /** The loss of each image, and what it consists of. */
    public Terms terms(Network network, Preconditioning preconditioning, Noised batch, Condition condition) {
        Tensor clean = batch.clean();
        Preconditioning.Coefficients c = preconditioning.at(batch.sigma()).to(clean.placement());
        Tensor predicted = network.forward(c.in().mul(batch.x()), c.noiseLevel(), condition);
        Tensor target = preconditioning.target(clean, batch.noise(), batch.level());
        Tensor distances = distance.between(predicted.to(clean.dtype()), target, batch.level());
        Tensor simple = distances.reshape(clean.size(0), -1).mean(1); // [N]
        Tensor bound = simple.mul(weights(BOUND, preconditioning, batch));
        Tensor weighted = simple.mul(weights(weighting, preconditioning, batch));
        Tensor total = uncertainty.of(weighted, batch.sigma(), preconditioning.table());
        return new Terms(boundWeight == 0 ? total : total.add(bound.mul(boundWeight)), simple, bound);
    }

    private static Tensor weights(LossWeighting weighting, Preconditioning preconditioning, Noised batch) {
        return weighting.at(batch.sigma(), preconditioning).to(batch.clean().placement());
    }
}
