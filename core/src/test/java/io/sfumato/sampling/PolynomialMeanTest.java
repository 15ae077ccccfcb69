package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class PolynomialMeanTest {
    private static final int PIECES = 20_000;

    /** The weights of even steps are in every textbook. */
    @Test
    void evenPointsGiveTheWeightsOfAdamsAndBashforth() {
        assertThat(PolynomialMean.weights(new double[] {0, -1}, PolynomialMean.evenMoments(2)))
                .containsExactly(new double[] {1.5, -0.5}, within(1e-15));
        assertThat(PolynomialMean.weights(new double[] {0, -1, -2, -3}, PolynomialMean.evenMoments(4)))
                .containsExactly(new double[] {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}, within(1e-14));
    }

    /** By Simpson's rule; around |rate| = 1 and 0 the formula changes or would lose its digits. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, -1e-9, 1e-3, 0.5, 0.999999, 1, 1.000001, -0.999999, -1.000001, 3, -3, 12, -12})
    void momentsAreThoseOfTheWeight(double rate) {
        double[] moments = PolynomialMean.growingMoments(4, rate);
        double whole = integral(s -> Math.exp(rate * (s - 1)));
        for (int power = 0; power < moments.length; power++) {
            int exponent = power;
            double expected = integral(s -> Math.exp(rate * (s - 1)) * Math.pow(s, exponent)) / whole;
            assertThat(moments[power]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void aCubicIsMeantExactlyFromFourPoints() {
        double[] at = {0, -0.7, -1.1, 1};
        List<Tensor> values = List.of(cubic(at[0]), cubic(at[1]), cubic(at[2]), cubic(at[3]));
        double rate = 1.7;
        double expected = integral(s -> Math.exp(rate * (s - 1)) * (2 - 3 * s + 5 * s * s - 0.5 * s * s * s))
                / integral(s -> Math.exp(rate * (s - 1)));
        double actual = PolynomialMean.of(values, at, PolynomialMean.growingMoments(4, rate))
                .item();
        assertThat(actual).isCloseTo(expected, within(1e-11));
    }

    private static Tensor cubic(double s) {
        return Tensors.of(new double[] {2 - 3 * s + 5 * s * s - 0.5 * s * s * s}, Shape.of(1));
    }

    /** From 0 to 1. */
    private static double integral(DoubleUnaryOperator function) {
        double sum = function.applyAsDouble(0) + function.applyAsDouble(1);
        for (int i = 1; i < PIECES; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * function.applyAsDouble((double) i / PIECES);
        }
        return sum / (3 * PIECES);
    }
}
