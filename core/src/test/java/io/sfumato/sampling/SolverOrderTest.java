package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.sampling.AdamsBashforth.Abscissa;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private static final int[] STEPS = {64, 128, 256, 512, 1024};

    /** Even in σ^(1/7), as in Karras et al. 2022. */
    private static final SigmaSteps DENSE_BELOW = steps -> spaced(steps, 10, 0.2, 7);

    private static final SigmaSteps EVEN = steps -> spaced(steps, 10, 0.2, 1);

    /** Where high orders show at fewer steps. */
    private static final SigmaSteps MODERATE = steps -> spaced(steps, 4, 0.5, 7);

    private static final SigmaSteps MODERATE_EVEN = steps -> spaced(steps, 4, 0.5, 1);

    static Stream<Arguments> solvers() {
        return Stream.of(
                Arguments.of(new Euler(), DENSE_BELOW, 1),
                Arguments.of(new Ancestral(new Euler(), 0), DENSE_BELOW, 1),
                Arguments.of(new Heun(), DENSE_BELOW, 2),
                Arguments.of(new Dpm2(), DENSE_BELOW, 2),
                Arguments.of(new DpmPlusPlus2S(), DENSE_BELOW, 2),
                Arguments.of(new DpmPlusPlusSde(0), DENSE_BELOW, 2),
                Arguments.of(new DpmPlusPlusMultistep(Extension.MIDDLE, 0), DENSE_BELOW, 2),
                Arguments.of(new DpmPlusPlusMultistep(Extension.MIDDLE, 0), EVEN, 2),
                Arguments.of(new DpmPlusPlusMultistep(Extension.LINE, 0), DENSE_BELOW, 2),
                Arguments.of(new Plms(), DENSE_BELOW, 2));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void theErrorFallsAsTheOrderSays(Solver solver, SigmaSteps spacing, int order) {
        assertThat(slope(solver, spacing)).isCloseTo(order, within(0.1));
    }

    static Stream<Arguments> multistepSolvers() {
        return Stream.of(
                Arguments.of(multistep(Extension.LINE), MODERATE, 2),
                Arguments.of(multistep(Extension.PARABOLA), MODERATE, 3),
                Arguments.of(multistep(Extension.PARABOLA), MODERATE_EVEN, 3),
                Arguments.of(multistep(Extension.HALF_PARABOLA), MODERATE, 2),
                Arguments.of(new AdamsBashforth(Abscissa.SIGMA, 1), MODERATE, 1),
                Arguments.of(new AdamsBashforth(Abscissa.SIGMA, 2), MODERATE, 2),
                Arguments.of(new AdamsBashforth(Abscissa.SIGMA, 3), MODERATE, 3),
                Arguments.of(new AdamsBashforth(Abscissa.SIGMA, 4), MODERATE, 4),
                Arguments.of(new AdamsBashforth(Abscissa.LOG_SIGMA, 2), MODERATE, 2),
                Arguments.of(new AdamsBashforth(Abscissa.LOG_SIGMA, 3), MODERATE, 3),
                Arguments.of(new AdamsBashforth(Abscissa.STEPS, 4), DENSE_BELOW, 2),
                Arguments.of(new AdamsBashforth(Abscissa.STEPS, 4), MODERATE_EVEN, 4),
                Arguments.of(new UniPc(1, UniPc.Variant.BH1), MODERATE, 2),
                Arguments.of(new UniPc(1, UniPc.Variant.BH2), MODERATE, 2),
                Arguments.of(new UniPc(2, UniPc.Variant.BH1), MODERATE, 3),
                Arguments.of(new UniPc(2, UniPc.Variant.BH2), MODERATE, 3),
                Arguments.of(new UniPc(3, UniPc.Variant.BH1), MODERATE, 4),
                Arguments.of(new UniPc(3, UniPc.Variant.BH2), MODERATE, 4));
    }

    private static Solver multistep(Extension extension) {
        return new DpmPlusPlusMultistep(extension, 0);
    }

    /** Their first steps are of lower order; to see that of the others, the first are exact. */
    @ParameterizedTest
    @MethodSource("multistepSolvers")
    void theErrorOfMultistepMethodsFallsAsTheOrderSaysOnceTheyAreStarted(Solver solver, SigmaSteps spacing, int order) {
        assertThat(slope(started(solver), spacing)).isCloseTo(order, within(0.25));
    }

    /** The solver from the fourth step on; before, only its memory. */
    private static Solver started(Solver solver) {
        return (denoise, state, step, noise) -> {
            State next = solver.step(denoise, state, step, noise);
            if (step.index() >= 3) {
                return next;
            }
            Tensor exact = DATA.solution(state.x(), step.from(), step.to());
            if (next.past().isEmpty()) {
                return State.at(exact);
            }
            Past now = next.past().get(0);
            List<Past> past = new ArrayList<>(next.past());
            past.set(0, new Past(now.sigma(), state.x(), now.denoised()));
            return new State(exact, past);
        };
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
        double[] sigmas = spacing.sigmas(steps);
        double high = sigmas[0];
        double low = sigmas[steps];
        Tensor exact = DATA.solution(start.mul(Math.sqrt(1 + high * high)), high, low);
        return end.mul(Math.sqrt(1 + low * low)).sub(exact).abs().max().item();
    }

    private static double[] spaced(int steps, double high, double low, double rho) {
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            double ramp = (double) i / steps;
            sigmas[i] = Math.pow((1 - ramp) * Math.pow(high, 1 / rho) + ramp * Math.pow(low, 1 / rho), rho);
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
