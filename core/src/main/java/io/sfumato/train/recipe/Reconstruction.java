package io.sfumato.train.recipe;

import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.perceptual.Backbone;
import java.util.Optional;

/** What a good reconstruction is to a first stage that learns. */
public sealed interface Reconstruction {

    /**
     * Pixels close to those of the picture, in the mean.
     *
     * @param squareWeight weight of the squared error beside the absolute one
     */
    record Pixels(double squareWeight) implements Reconstruction {
        public Pixels {
            LossWeight.check("square_weight", squareWeight);
        }
    }

    /**
     * The absolute error of pixels, a perceptual distance, and a discriminator that is to be fooled (Esser et al. 2021,
     * sec. 3.1), as the reference's {@code LPIPSWithDiscriminator} and {@code VQLPIPSWithDiscriminator} weigh them: for
     * KL autoencoders summed over a picture, for VQ ones in the mean.
     *
     * @param recogniser whose features the perceptual distance compares; it is left out where there is none
     */
    record Adversarial(double perceptualWeight, Optional<Recogniser> recogniser, Discriminator discriminator)
            implements Reconstruction {
        public Adversarial {
            LossWeight.check("perceptual_weight", perceptualWeight);
        }
    }

    /**
     * A network that knows things in pictures, in the files that it is published in: LPIPS, Zhang et al. 2018.
     *
     * @param features torchvision's file of the backbone
     * @param weights LPIPS's file of what each feature counts; it may be the same file
     */
    record Recogniser(Backbone backbone, String features, String weights) {}

    /**
     * A discriminator of patches.
     *
     * @param start step at which it joins
     * @param weight of its loss, before it is adapted to the gradients
     * @param layers convolutions that halve the side
     * @param loss hinge where it is absent
     */
    record Discriminator(long start, double weight, int layers, AdversarialLoss loss) {
        public Discriminator {
            if (start < 0 || !(weight >= 0 && Double.isFinite(weight)) || layers < 1) {
                throw new IllegalArgumentException("start, weight and layers of the discriminator are " + start + ", "
                        + weight + ", " + layers + ", expected finite numbers from 0, and 1 or more layers");
            }
        }
    }
}
