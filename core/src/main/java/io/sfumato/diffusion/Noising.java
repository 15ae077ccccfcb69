package io.sfumato.diffusion;

import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/**
 * What noise training puts on images.
 *
 * @param levels how much, and how often
 * @param offset of a second unit noise that is one number for a whole channel: it teaches a network to change the mean of a
 *     picture, which it else takes from x even at the highest level (Guttenberg 2023, Diffusion With Offset Noise, has 0.1);
 *     0 for none
 */
public record Noising(NoiseDistribution levels, double offset) {
    /** Ho et al. 2020, algorithm 1. */
    public static final Noising PLAIN = new Noising(new NoiseDistribution.UniformTimesteps(), 0);

    public Noising {
        if (!(offset >= 0 && Double.isFinite(offset))) {
            throw new IllegalArgumentException("offset of the noise is " + offset + ", expected 0 or more");
        }
    }

    /**
     * Images with noise.
     *
     * @param clean [N, C, H, W]
     * @param draws for these N images
     */
    public Noised of(Tensor clean, NoiseTable table, Draws draws) {
        Shape shape = clean.shape();
        if (shape.size(0) != draws.count()) {
            throw new IllegalArgumentException(
                    "noise for " + shape + " from draws for " + draws.count() + " images, expected those of each");
        }
        Tensor noise = draws.normal("noise", Shape.of(shape.size(1), shape.size(2), shape.size(3)));
        Tensor shifted = offset == 0
                ? noise
                : noise.add(draws.normal("offset of the noise", Shape.of(shape.size(1), 1, 1))
                        .mul(offset));
        return new Noised(clean, shifted.to(clean.placement()), levels.draw(table, draws));
    }
}
