package io.sfumato.firststage;

import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Held;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/** A normal distribution with independent elements: what a KL encoder says of each latent. */
public record DiagonalGaussian(Tensor mean, Tensor logVariance) implements Held {

    /** From the encoder's moments [N, 2C, H, W]: means first, then log-variances, clamped to [−30, 20]. */
    public static DiagonalGaussian of(Tensor moments) {
        List<Tensor> parts = moments.chunk(2, 1);
        return new DiagonalGaussian(parts.get(0), parts.get(1).clamp(-30, 20));
    }

    /** The most probable value. */
    public Tensor mode() {
        return mean;
    }

    /** mean + deviation · unit noise. */
    public Tensor sample(Rng rng) {
        return with(rng.normal(mean.shape()).to(mean.placement()));
    }

    /** As {@link #sample(Rng)}, with what is drawn for each of the N pictures. */
    public Tensor sample(Draws draws) {
        Shape ofOne = Shape.of(mean.size(1), mean.size(2), mean.size(3)); // [C, H, W]
        return with(draws.normal("latents", ofOne).to(mean.placement()));
    }

    /** mean + deviation · {@code noise}, which has the shape of the mean. */
    public Tensor with(Tensor noise) {
        return mean.add(logVariance.mul(0.5).exp().mul(noise));
    }

    /** Divergence from the unit normal per sample, in nats, [N]: ½ Σ (mean² + variance − 1 − log variance). */
    public Tensor divergence() {
        return divergences().sum(1, 2, 3);
    }

    /** What each element adds to the divergence, in nats, [N, C, H, W]. */
    public Tensor divergences() {
        return mean.square().add(logVariance.exp()).sub(1).sub(logVariance).mul(0.5);
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(mean);
        visitor.accept(logVariance);
    }
}
