package io.sfumato.train.recipe;

/** What a good reconstruction is to a first stage that learns. */
public sealed interface Reconstruction {

    /**
     * Pixels close to those of the picture, in the mean.
     *
     * @param squareWeight weight of the squared error beside the absolute one
     */
    record Pixels(double squareWeight) implements Reconstruction {}

    /**
     * The absolute error of pixels, a perceptual distance, and a discriminator that is to be fooled (Esser et al. 2021,
     * sec. 3.1), as the reference's {@code LPIPSWithDiscriminator} and {@code VQLPIPSWithDiscriminator} weigh them: for
     * KL autoencoders summed over a picture, for VQ ones in the mean.
     */
    record Adversarial(double perceptualWeight, Discriminator discriminator) implements Reconstruction {}

    /**
     * A discriminator of patches.
     *
     * @param start step at which it joins
     * @param weight of its loss, before it is adapted to the gradients
     * @param layers convolutions that halve the side
     */
    record Discriminator(long start, double weight, int layers) {
        public Discriminator {
            if (start < 0 || !(weight >= 0) || layers < 1) {
                throw new IllegalArgumentException("start, weight and layers of the discriminator are " + start + ", "
                        + weight + ", " + layers + ", expected numbers from 0, and 1 or more layers");
            }
        }
    }
}
