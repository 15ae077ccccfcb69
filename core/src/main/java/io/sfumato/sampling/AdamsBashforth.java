package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * Linear multistep methods on ε = dx/dσ, one denoiser call a step: x' = x + (σ' − σ) · ε', where ε' is the mean over the
 * step of the polynomial through the last {@code order} ε. The first steps have less past and a lower order.
 *
 * @param abscissa the variable in which it is a polynomial
 * @param order 1, which is Euler's method, to 4
 */
public record AdamsBashforth(Abscissa abscissa, int order) implements Solver {
    private static final int HIGHEST = 4;

    /** In which variable ε is a polynomial. */
    public enum Abscissa {
        /** σ: k-diffusion's LMS; "ρAB" of Zhang and Chen 2023 (DEIS). */
        SIGMA,
        /** log σ: what is mostly called DEIS. */
        LOG_SIGMA,
        /** The number of the step, as if steps were even in σ: iPNDM of Zhang and Chen 2023. */
        STEPS;

        /** Where the levels {@code sigmas}, newest first, are; see {@link PolynomialMean}. */
        private double[] points(List<Double> sigmas, Step step) {
            double[] points = new double[sigmas.size()];
            for (int i = 1; i < points.length; i++) {
                points[i] = switch (this) {
                    case SIGMA -> (sigmas.get(i) - step.from()) / step.change();
                    case LOG_SIGMA -> Math.log(step.from() / sigmas.get(i)) / step.logarithm();
                    case STEPS -> -i;
                };
            }
            return points;
        }

        /** Of the mean over σ. */
        private double[] moments(int count, Step step) {
            return this == LOG_SIGMA && count > 1
                    ? PolynomialMean.growingMoments(count, -step.logarithm())
                    : PolynomialMean.evenMoments(count);
        }
    }

    public AdamsBashforth {
        if (order < 1 || order > HIGHEST) {
            throw new IllegalArgumentException(
                    "Adams-Bashforth method of order " + order + ", expected 1 to " + HIGHEST);
        }
    }

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        if (step.isEmpty()) {
            return state;
        }
        Past now = Past.ask(denoise, state.x(), step.from());
        List<Past> known = Stream.concat(Stream.of(now), state.past().stream())
                .limit(step.to() == 0 && abscissa != Abscissa.SIGMA ? 1 : order)
                .toList();
        double[] points = abscissa.points(known.stream().map(Past::sigma).toList(), step);
        double[] moments = abscissa.moments(points.length, step);
        Tensor mean = PolynomialMean.of(known.stream().map(Past::slope).toList(), points, moments);
        return state.moved(state.x().add(mean.mul(step.change())), now, order - 1);
    }
}
