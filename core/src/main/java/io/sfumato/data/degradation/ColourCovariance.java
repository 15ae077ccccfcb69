package io.sfumato.data.degradation;

import java.util.random.RandomGenerator;

/** How the noises of red, green and blue go together. Cannot be changed. */
final class ColourCovariance {
    private static final int CHANNELS = 3;

    private final double[][] covariance;
    private final PrincipalAxes axes;

    /** Takes the symmetric 3 × 3 array as it is. */
    ColourCovariance(double[][] covariance) {
        this.covariance = covariance;
        this.axes = PrincipalAxes.of(covariance);
    }

    /**
     * One at random: |L² Uᵀ D U| with variances D from 0 to 1 and U the left singular vectors of a matrix of numbers from 0 to 1.
     *
     * @param most the deviation L that no noise exceeds by much
     */
    static ColourCovariance drawn(double most, RandomGenerator random) {
        double[] variances = new double[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            variances[i] = most * most * random.nextDouble();
        }
        double[][] matrix = new double[CHANNELS][CHANNELS];
        for (double[] row : matrix) {
            for (int i = 0; i < CHANNELS; i++) {
                row[i] = random.nextDouble();
            }
        }
        return of(variances, matrix);
    }

    /** |Uᵀ D U| for the variances D and the left singular vectors U of a matrix. */
    static ColourCovariance of(double[] variances, double[][] matrix) {
        double[][] square = new double[CHANNELS][CHANNELS]; // matrix · its transpose: U are its axes
        for (int i = 0; i < CHANNELS; i++) {
            for (int j = 0; j < CHANNELS; j++) {
                for (int k = 0; k < CHANNELS; k++) {
                    square[i][j] += matrix[i][k] * matrix[j][k];
                }
            }
        }
        PrincipalAxes basis = PrincipalAxes.of(square);
        double[][] covariance = new double[CHANNELS][CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            for (int j = 0; j < CHANNELS; j++) {
                double sum = 0;
                for (int k = 0; k < CHANNELS; k++) {
                    sum += basis.axis(i)[k] * variances[k] * basis.axis(j)[k];
                }
                covariance[i][j] = Math.abs(sum); // so that colours never go against each other
            }
        }
        return new ColourCovariance(covariance);
    }

    double at(int channel, int other) {
        return covariance[channel][other];
    }

    /**
     * Noise of one pixel. Absolute values can make a matrix that is no covariance: an axis of negative variance then has that
     * variance without its sign, as NumPy has it.
     */
    double[] sample(RandomGenerator random) {
        double[] noise = new double[CHANNELS];
        for (int k = 0; k < CHANNELS; k++) {
            double along = Math.sqrt(Math.abs(axes.length(k))) * random.nextGaussian();
            for (int i = 0; i < CHANNELS; i++) {
                noise[i] += along * axes.axis(k)[i];
            }
        }
        return noise;
    }
}
