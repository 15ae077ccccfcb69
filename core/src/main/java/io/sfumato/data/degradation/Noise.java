package io.sfumato.data.degradation;

import io.sfumato.image.FloatPicture;
import java.util.random.RandomGenerator;

/**
 * Gaussian noise (Zhang et al. 2021, BSRGAN, sec. 3.3): of all colours alike, of each by itself, or of colours that have to do
 * with each other.
 *
 * @param levels its deviation, in 255ths
 */
record Noise(WholeNumbers levels) {
    private static final int CHANNELS = 3;
    private static final double WHITE = 255;
    private static final double GREY_BELOW = 0.4;
    private static final double COLOURED_ABOVE = 0.6;

    FloatPicture of(FloatPicture picture, RandomGenerator random) {
        double deviation = levels.drawn(random) / WHITE;
        double kind = random.nextDouble();
        if (kind > COLOURED_ABOVE) {
            return coloured(picture, deviation, random);
        }
        return kind < GREY_BELOW
                ? grey(picture, deviation, random)
                : correlated(picture, ColourCovariance.drawn(levels.most() / WHITE, random), random);
    }

    static FloatPicture coloured(FloatPicture picture, double deviation, RandomGenerator random) {
        float[] noisy = picture.samples().clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (deviation * random.nextGaussian());
        }
        return clipped(picture, noisy);
    }

    static FloatPicture grey(FloatPicture picture, double deviation, RandomGenerator random) {
        float[] noisy = picture.samples().clone();
        for (int i = 0; i < noisy.length; i += CHANNELS) {
            float number = (float) (deviation * random.nextGaussian());
            for (int channel = 0; channel < CHANNELS; channel++) {
                noisy[i + channel] += number;
            }
        }
        return clipped(picture, noisy);
    }

    static FloatPicture correlated(FloatPicture picture, ColourCovariance covariance, RandomGenerator random) {
        float[] noisy = picture.samples().clone();
        for (int i = 0; i < noisy.length; i += CHANNELS) {
            double[] numbers = covariance.sample(random);
            for (int channel = 0; channel < CHANNELS; channel++) {
                noisy[i + channel] += (float) numbers[channel];
            }
        }
        return clipped(picture, noisy);
    }

    private static FloatPicture clipped(FloatPicture of, float[] noisy) {
        return new FloatPicture(of.width(), of.height(), noisy).clipped();
    }
}
