package io.sfumato.data.degradation;

import io.sfumato.image.FloatPicture;
import io.sfumato.image.FloatResampling;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a picture becomes small, in two steps between which other things may happen to it.
 *
 * @param factor by which its sides shrink
 * @param width it is to have at the end
 * @param height it is to have
 * @param resized share of the pictures whose first step is an interpolation
 */
record Shrinking(int factor, int width, int height, double resized) {
    private static final List<FloatResampling> OF_OPENCV =
            List.of(FloatResampling.TWO_NEAREST, FloatResampling.FOUR_NEAREST, FloatResampling.AREA);

    private static final int KERNEL = 25;
    private static final double NARROWEST = 0.1;
    private static final double BROADEST = 0.6; // for each pixel of the factor

    static FloatResampling drawnResampling(RandomGenerator random) {
        return OF_OPENCV.get(random.nextInt(OF_OPENCV.size()));
    }

    /** The first step: to a size between that of the picture and half of what it is to have, or to what it is to have. */
    FloatPicture first(FloatPicture picture, RandomGenerator random) {
        if (random.nextDouble() < resized) {
            double by = 1 + (2 * factor - 1) * random.nextDouble();
            int toWidth = Math.max(1, (int) (picture.width() / by));
            int toHeight = Math.max(1, (int) (picture.height() / by));
            return picture.resized(toWidth, toHeight, drawnResampling(random)).clipped();
        }
        double deviation = NARROWEST + (BROADEST * factor - NARROWEST) * random.nextDouble();
        return MirroredConvolution.everyNth(picture, centred(deviation), factor).clipped();
    }

    /** Around the middle of the pixels of which the first is left, not around that one. */
    private BlurKernel centred(double deviation) {
        return BlurKernel.circle(KERNEL, deviation).moved((factor - 1) / 2.0);
    }

    /** The second step: whatever came of the first, to the size that it is to have. */
    FloatPicture second(FloatPicture picture, RandomGenerator random) {
        return picture.resized(width, height, drawnResampling(random)).clipped();
    }
}
