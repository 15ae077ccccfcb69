package io.sfumato.data.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.image.FloatPicture;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final int SIDE = 200;
    private static final FloatPicture GREY = grey(0.5f);

    private static FloatPicture grey(float brightness) {
        float[] samples = new float[3 * SIDE * SIDE];
        Arrays.fill(samples, brightness);
        return new FloatPicture(SIDE, SIDE, samples);
    }

    private static RandomGenerator random() {
        return new SplittableRandom(11);
    }

    /** Of the noise on grey: how two channels go together. */
    private static double covariance(FloatPicture noisy, int channel, int other) {
        double sum = 0;
        for (int i = 0; i < noisy.samples().length; i += 3) {
            sum += (noisy.samples()[i + channel] - 0.5) * (noisy.samples()[i + other] - 0.5);
        }
        return sum / (SIDE * SIDE);
    }

    @Test
    void colouredNoiseHasTheDeviationInEachChannelAndTheyHaveNothingToDoWithEachOther() {
        FloatPicture noisy = Noise.coloured(GREY, 0.05, random());
        for (int channel = 0; channel < 3; channel++) {
            assertThat(covariance(noisy, channel, channel)).isCloseTo(0.0025, within(0.0001));
            assertThat(covariance(noisy, channel, (channel + 1) % 3)).isCloseTo(0, within(0.00005));
        }
    }

    @Test
    void greyNoiseIsTheSameInAllChannels() {
        FloatPicture noisy = Noise.grey(GREY, 0.05, random());
        assertThat(covariance(noisy, 0, 0)).isCloseTo(0.0025, within(0.0001));
        for (int i = 0; i < noisy.samples().length; i += 3) {
            assertThat(noisy.samples()[i + 1]).isEqualTo(noisy.samples()[i]);
            assertThat(noisy.samples()[i + 2]).isEqualTo(noisy.samples()[i]);
        }
    }

    @Test
    void correlatedNoiseHasItsCovariance() {
        double[][] asked = {{0.004, 0.002, 0.001}, {0.002, 0.003, 0.0005}, {0.001, 0.0005, 0.002}};
        FloatPicture noisy = Noise.correlated(GREY, new ColourCovariance(asked), random());
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(covariance(noisy, i, j)).isCloseTo(asked[i][j], within(0.0001));
            }
        }
    }

    /** By hand: its axes are (1, 1, 0) and (1, −1, 0), of variances 0.003 and −0.001, which counts as 0.001. */
    @Test
    void whatIsNoCovarianceIsTakenWithoutSigns() {
        double[][] asked = {{0.001, 0.002, 0}, {0.002, 0.001, 0}, {0, 0, 0.004}};
        FloatPicture noisy = Noise.correlated(GREY, new ColourCovariance(asked), random());
        assertThat(covariance(noisy, 0, 0)).isCloseTo(0.002, within(0.0001));
        assertThat(covariance(noisy, 0, 1)).isCloseTo(0.001, within(0.0001));
    }

    /** {@code abs(U.T @ D @ U)} with U of {@code numpy.linalg.svd}. */
    @Test
    void drawnCovariancesAreTurnedAsInNumPy() {
        double[][] matrix = {{0.2, 0.9, 0.4}, {0.7, 0.1, 0.5}, {0.3, 0.6, 0.8}};
        double[][] expected = {
            {0.307272539, 0.180618064, 0.183424831},
            {0.180618064, 0.63028675, 0.153153462},
            {0.183424831, 0.153153462, 0.262440711}
        };
        ColourCovariance covariance = ColourCovariance.of(new double[] {0.3, 0.8, 0.1}, matrix);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(covariance.at(i, j)).isCloseTo(expected[i][j], within(1e-9));
            }
        }
    }

    @Test
    void aDrawnCovarianceIsNowhereNegativeAndNoLargerThanTheLevel() {
        for (int seed = 0; seed < 100; seed++) {
            ColourCovariance drawn = ColourCovariance.drawn(0.1, new SplittableRandom(seed));
            for (int i = 0; i < 9; i++) {
                assertThat(drawn.at(i / 3, i % 3)).isBetween(0.0, 0.01);
            }
        }
    }

    /** Two in five have grey noise, two coloured, one correlated; levels are 10 255ths. */
    @Test
    void kindsComeAsOftenAsTheyShould() {
        Noise noise = new Noise(WholeNumbers.of(10, 10));
        FloatPicture pixel = new FloatPicture(1, 1, new float[] {0.5f, 0.5f, 0.5f});
        int grey = 0;
        double square = 0;
        for (int seed = 0; seed < 4000; seed++) {
            float[] noisy = noise.of(pixel, new SplittableRandom(seed)).samples();
            grey += noisy[0] == noisy[1] && noisy[1] == noisy[2] ? 1 : 0;
            square += noisy[0] == noisy[1] ? Math.pow(255 * (noisy[0] - 0.5), 2) : 0;
        }
        assertThat(grey / 4000.0).isCloseTo(0.4, within(0.03));
        assertThat(square / grey).isCloseTo(100, within(10.0));
    }

    @Test
    void nothingLeavesTheRange() {
        for (float sample : Noise.coloured(grey(1), 0.3, random()).samples()) {
            assertThat(sample).isBetween(0f, 1f);
        }
        for (float sample : Noise.grey(grey(0), 0.3, random()).samples()) {
            assertThat(sample).isBetween(0f, 1f);
        }
    }

    @Test
    void theAxesOfAMatrixMakeItAgain() {
        double[][] matrix = {{2, -1, 0.5}, {-1, 1, 0.25}, {0.5, 0.25, -3}};
        PrincipalAxes axes = PrincipalAxes.of(matrix);
        assertThat(axes.length(0)).isGreaterThan(axes.length(1));
        assertThat(axes.length(1)).isGreaterThan(axes.length(2)).isPositive();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                double dot = 0;
                for (int k = 0; k < 3; k++) {
                    sum += axes.length(k) * axes.axis(k)[i] * axes.axis(k)[j];
                    dot += axes.axis(i)[k] * axes.axis(j)[k];
                }
                assertThat(sum).isCloseTo(matrix[i][j], within(1e-12));
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
        }
    }
}
