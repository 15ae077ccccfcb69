package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.List;

/**
 * The mean, over one step, of the polynomial through values at several points: what a multistep method makes of the past.
 * Points are measured by s, which is 0 at the start of the step and 1 at its end; those of the past are below 0. A mean
 * is known by its moments, the means of 1, s, s², …, and the mean of a polynomial is a weighted sum of its values.
 */
final class PolynomialMean {
    /** Beyond these, terms of the series below are smaller than a double's last digit. */
    private static final int TERMS = 20;

    private PolynomialMean() {}

    /** The mean of the polynomial of {@code values} at the points {@code at}, one moment for each. */
    static Tensor of(List<Tensor> values, double[] at, double[] moments) {
        double[] weights = weights(at, moments);
        Tensor sum = values.get(0).mul(weights[0]);
        for (int i = 1; i < weights.length; i++) {
            sum = sum.add(values.get(i).mul(weights[i]));
        }
        return sum;
    }

    /** The means of Lagrange's polynomials ∏ (s − at[i]) / (at[j] − at[i]). */
    static double[] weights(double[] at, double[] moments) {
        double[] weights = new double[at.length];
        for (int j = 0; j < at.length; j++) {
            double[] polynomial = lagrange(at, j);
            for (int power = 0; power < at.length; power++) {
                weights[j] += polynomial[power] * moments[power];
            }
        }
        return weights;
    }

    /** The coefficients, from s⁰ up, of the polynomial that is 1 at the j-th point and 0 at the others. */
    private static double[] lagrange(double[] at, int j) {
        double[] polynomial = new double[at.length];
        polynomial[0] = 1;
        for (int i = 0; i < at.length; i++) {
            if (i != j) {
                double scale = at[j] - at[i];
                for (int power = at.length - 1; power >= 0; power--) {
                    double shifted = power == 0 ? 0 : polynomial[power - 1];
                    polynomial[power] = (shifted - at[i] * polynomial[power]) / scale;
                }
            }
        }
        return polynomial;
    }

    /** Of the plain mean: 1, 1/2, 1/3, … */
    static double[] evenMoments(int count) {
        double[] moments = new double[count];
        for (int power = 0; power < count; power++) {
            moments[power] = 1.0 / (power + 1);
        }
        return moments;
    }

    /**
     * Of the mean weighted by e^(rate · s).
     *
     * @param rate finite; below 0 the start counts more than the end
     */
    static double[] growingMoments(int count, double rate) {
        double[] moments = new double[count];
        double previous = 0;
        for (int power = 0; power < count; power++) {
            previous = Math.abs(rate) < 1 ? series(power, rate) : byParts(power, rate, previous);
            moments[power] = previous;
        }
        double whole = moments[0];
        for (int power = 0; power < count; power++) {
            moments[power] /= whole;
        }
        return moments;
    }

    /** J_p = ∫ e^(rate (s − 1)) s^p ds from 0 to 1, which is Σ (−rate)ⁿ p! / (p + n + 1)!. */
    private static double series(int power, double rate) {
        double term = 1.0 / (power + 1);
        double sum = 0;
        for (int n = 1; n <= TERMS; n++) {
            sum += term;
            term *= -rate / (power + n + 1);
        }
        return sum;
    }

    /** The same, J_p = (1 − p J_(p−1)) / rate: for small rates it would lose its digits. */
    private static double byParts(int power, double rate, double previous) {
        return power == 0 ? -Math.expm1(-rate) / rate : (1 - power * previous) / rate;
    }
}
