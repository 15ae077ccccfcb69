package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The error of a method of order p falls as steps⁻ᵖ: the log-log slope of a fit is compared with the order. */
@ExtendWith(NoLeaks.class)
class SolverOrderTest {
    private static final GaussianData DATA = new GaussianData(0.4, 0.8);
    private static final double HIGH = 10;
    private static final double LOW = 0.2;
    private static final int[] STEPS = {64, 128, 256, 512, 1024};

    /** Even in σ^(1/7), as in Karras et al. 2022. */
    private static final SigmaSteps DENSE_BELOW = steps -> spaced(steps, 7);

    private static final SigmaSteps EVEN = steps -> spaced(steps, 1);

    static Stream<Arguments> solvers() {
        return Stream.of(
                Arguments.of(new Euler(), DENSE_BELOW, 1),
                Arguments.of(new Ancestral(new Euler(), 0), DENSE_BELOW, 1),
                Arguments.of(new Heun(), DENSE_BELOW, 2),
                Arguments.of(new DpmPlusPlus2M(), DENSE_BELOW, 2),
                Arguments.of(new DpmPlusPlus2M(), EVEN, 2),
                Arguments.of(new Plms(), DENSE_BELOW, 2));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void theErrorFallsAsTheOrderSays(Solver solver, SigmaSteps spacing, int order) {
        assertThat(slope(solver, spacing)).isCloseTo(order, within(0.1));
    }

    /** Its weights are made for even levels; the order is then that of its start, a step of order 2 taken once. */
    @Test
    void plmsIsOfOrderThreeOrBetterOnEvenLevels() {
        assertThat(slope(new Plms(), EVEN)).isGreaterThan(2.9);
    }

    private static double slope(Solver solver, SigmaSteps spacing) {
        double[] x = new double[STEPS.length];
        double[] y = new double[STEPS.length];
        for (int i = 0; i < STEPS.length; i++) {
            x[i] = -Math.log(STEPS[i]);
            y[i] = Math.log(error(solver, spacing, STEPS[i]));
        }
        return slope(x, y);
    }

    private static double error(Solver solver, SigmaSteps spacing, int steps) {
        Tensor start = Tensors.of(new double[] {1.5, -0.7}, Shape.of(1, 1, 1, 2));
        Tensor end = new Sampler(solver, spacing, steps).sample(DATA, start, Noises.NONE, SampleListener.NONE);
        Tensor exact = DATA.solution(start.mul(Math.sqrt(1 + HIGH * HIGH)), HIGH, LOW);
        return end.mul(Math.sqrt(1 + LOW * LOW)).sub(exact).abs().max().item();
    }

    private static double[] spaced(int steps, double rho) {
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            double ramp = (double) i / steps;
            sigmas[i] = Math.pow((1 - ramp) * Math.pow(HIGH, 1 / rho) + ramp * Math.pow(LOW, 1 / rho), rho);
        }
        return sigmas;
    }

    /** Least squares. */
    private static double slope(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        return covariance / variance;
    }
}
