package io.sfumato.diffusion;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;

/**
 * The objective of diffusion training: noise of a random level is put on clean images, and the network is judged on
 * what it says about it. Ho et al. 2020, eq. 14, is {@link #simple}.
 */
public record DenoisingLoss(NoiseDistribution levels, LossWeighting weighting, Distance distance) {

    /** The loss of the latent-diffusion reference: uniform timesteps, every level counts the same. */
    public static DenoisingLoss simple(NoiseTable table, Distance distance) {
        return new DenoisingLoss(new NoiseDistribution.UniformTimesteps(table), new LossWeighting.Uniform(), distance);
    }

    /** The scalar loss of a batch, with levels (first) and noise (second) drawn from {@code rng}. */
    public Tensor of(Network network, Preconditioning preconditioning, Tensor clean, Condition condition, Rng rng) {
        Tensor sigma = levels.draw(clean.size(0), rng);
        Tensor noise = rng.normal(clean.shape()).to(clean.placement());
        return of(network, preconditioning, new Noised(clean, noise, sigma), condition);
    }

    /** The scalar loss of a batch whose noise is given: the weighted mean of the images' mean distances. */
    public Tensor of(Network network, Preconditioning preconditioning, Noised batch, Condition condition) {
        return perImage(network, preconditioning, batch, condition).mean();
    }

    /** The weighted loss of each image, [N]. */
    public Tensor perImage(Network network, Preconditioning preconditioning, Noised batch, Condition condition) {
        Tensor clean = batch.clean();
        Preconditioning.Coefficients c = preconditioning.at(batch.sigma()).to(clean.placement());
        Tensor predicted = network.forward(c.in().mul(batch.x()), c.noiseLevel(), condition);
        Tensor target = preconditioning.target(clean, batch.noise(), batch.level());
        Tensor distances = distance.between(predicted.to(clean.dtype()), target);
        Tensor weights = weighting.at(batch.sigma(), preconditioning).to(clean.placement());
        return distances.reshape(clean.size(0), -1).mean(1).mul(weights);
    }
}
