package io.sfumato.train.reconstruction;

import io.sfumato.adversarial.AdaptiveWeight;
import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.adversarial.PatchDiscriminator;
import io.sfumato.perceptual.PerceptualDistance;
import io.sfumato.tensor.Tensor;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a first stage of the paper learns from: the error of pixels, how different pictures look, and a discriminator that is to
 * be fooled (Esser et al. 2021, sec. 3.1; Rombach et al. 2021, eq. 25), as the reference computes them.
 *
 * @param look absent where there is no recogniser at hand
 */
record AdversarialReconstruction(
        Optional<Look> look, PatchDiscriminator discriminator, Opposition opposition, Reduction reduction) {

    /**
     * How the discriminator's verdicts count.
     *
     * @param weight of the adversarial loss, before it is adapted
     * @param start the step at which the discriminator joins
     * @param agreed the mean of gradients over all processes that learn together
     */
    record Opposition(AdversarialLoss loss, double weight, long start, UnaryOperator<Tensor> agreed) {}

    /** How different pictures look, and the weight of that beside the error of a pixel. */
    record Look(PerceptualDistance distance, double weight) {}

    /** How the errors of pixels become one number. */
    enum Reduction {
        /** Their sum over a picture: for KL autoencoders, whose divergence is a sum too. */
        SUM_OF_A_PICTURE,
        /** Their mean: for VQ autoencoders. */
        MEAN
    }

    /**
     * The loss of the autoencoder.
     *
     * @param total what is minimised, without the price of the latents
     * @param reconstruction error of pixels and looks, by the {@link Reduction}
     * @param perPixel the same in the mean, for whoever compares runs
     * @param perceptual how different the pictures look in the mean, before it is weighed; empty where nobody looks
     * @param pull of the discriminator, once it has joined
     */
    record Terms(
            Tensor total, Tensor reconstruction, Tensor perPixel, Optional<Tensor> perceptual, Optional<Pull> pull) {}

    /**
     * What the discriminator adds.
     *
     * @param generator what its verdicts cost
     * @param adapted the weight of that, adapted to the gradients: a scalar
     */
    record Pull(Tensor generator, Tensor adapted) {}

    /**
     * The loss of the discriminator.
     *
     * @param loss what is minimised
     * @param real its mean verdict on pictures
     * @param fake its mean verdict on reconstructions
     */
    record Verdicts(Tensor loss, Tensor real, Tensor fake) {}

    /**
     * What the autoencoder pays.
     *
     * @param pictures [N, 3, H, W]
     * @param reconstructions of the same shape
     * @param lastLayer the weight of the decoder's last convolution
     * @param step of training, from 0
     */
    Terms autoencoder(Tensor pictures, Tensor reconstructions, Tensor lastLayer, long step) {
        Optional<Tensor> distances = distances(pictures, reconstructions);
        Tensor errors = errors(pictures, reconstructions, distances);
        Tensor reconstruction = reduced(errors);
        Optional<Tensor> perceptual = distances.map(Tensor::mean);
        if (step < opposition.start()) {
            return new Terms(reconstruction, reconstruction, errors.mean(), perceptual, Optional.empty());
        }
        Tensor generator = AdversarialLoss.generator(discriminator.forward(reconstructions));
        Tensor adapted = AdaptiveWeight.of(reconstruction, generator, lastLayer, opposition.agreed())
                .mul(opposition.weight());
        return new Terms(
                reconstruction.add(generator.mul(adapted)),
                reconstruction,
                errors.mean(),
                perceptual,
                Optional.of(new Pull(generator, adapted)));
    }

    /** The error of reconstructions alone, by the {@link Reduction}: a scalar. */
    Tensor reconstruction(Tensor pictures, Tensor reconstructions) {
        return reduced(errors(pictures, reconstructions, distances(pictures, reconstructions)));
    }

    /** How different each picture looks, [N, 1, 1, 1]. */
    private Optional<Tensor> distances(Tensor pictures, Tensor reconstructions) {
        return look.map(it -> it.distance().between(pictures, reconstructions));
    }

    /** Error of each pixel and colour; how different a picture looks is added to each of them. */
    private Tensor errors(Tensor pictures, Tensor reconstructions, Optional<Tensor> distances) {
        Tensor absolute = pictures.sub(reconstructions).abs();
        return distances
                .map(it -> absolute.add(it.mul(look.orElseThrow().weight())))
                .orElse(absolute);
    }

    private Tensor reduced(Tensor errors) {
        return switch (reduction) {
            case SUM_OF_A_PICTURE -> errors.sum().div((double) errors.size(0));
            case MEAN -> errors.mean();
        };
    }

    /** What the discriminator pays. Nothing of it reaches the autoencoder. */
    Verdicts discriminator(Tensor pictures, Tensor reconstructions) {
        Tensor real = discriminator.forward(pictures.detach());
        Tensor fake = discriminator.forward(reconstructions.detach());
        return new Verdicts(opposition.loss().discriminator(real, fake), real.mean(), fake.mean());
    }
}
