package io.sfumato.data.degradation;

import io.sfumato.image.FloatPicture;
import java.util.random.RandomGenerator;

/**
 * A blur of drawn width: half of the kernels are ellipses (Zhang et al. 2021, BSRGAN, sec. 3.1), the others circles.
 *
 * @param narrowing by which widths are divided
 * @param ellipses sides of their kernels, in pixels
 * @param circles sides of theirs
 */
record Blur(double narrowing, WholeNumbers ellipses, WholeNumbers circles) {
    private static final double ELLIPSES = 0.5;

    /** @param factor by which the picture will shrink: the more, the broader */
    FloatPicture of(FloatPicture picture, int factor, RandomGenerator random) {
        return MirroredConvolution.of(picture, kernel(factor, random));
    }

    BlurKernel kernel(int factor, RandomGenerator random) {
        if (random.nextDouble() < ELLIPSES) {
            double broadest = (4.0 + factor) / narrowing; // a variance
            double along = broadest * random.nextDouble();
            double across = broadest * random.nextDouble();
            return BlurKernel.ellipse(
                    ellipses.drawn(random), random.nextDouble() * Math.PI, new BlurKernel.Variances(along, across));
        }
        double broadest = (2 + 0.2 * factor) / narrowing; // a deviation
        return BlurKernel.circle(circles.drawn(random), broadest * random.nextDouble());
    }
}
