package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * UniPC, Zhao et al. 2023, multistep and on D: a predictor like DPM-Solver++'s, and a corrector that
 * takes the step before once more when the denoiser has been asked at its end. One denoiser call a step; what it said at
 * the predicted x is kept for the corrected one.
 *
 * <p>Both are the mean of a polynomial in λ through the D that are known, the corrector's of one degree more. Where that
 * is a line, the paper does not integrate it but puts 1/2 for its mean, up to a function B(h): {@link Variant}.
 *
 * <p>The first steps have less past and a lower order; a step to σ = 0 gives D itself. Unlike in the paper's code the
 * order does not fall before the last step.
 *
 * @param order of the predictor, 1 to 3; corrected it is of one more
 */
public record UniPc(int order, Variant variant) implements Solver {
    private static final int HIGHEST = 3;

    /** B(h) of the paper: what the difference between two D counts in the place of 1 − e^(−h). */
    public enum Variant {
        /** B₁ = h. */
        BH1,
        /** B₂ = 1 − e^(−h). */
        BH2;

        private double middle(double h) {
            return this == BH1 ? h / (-2 * Math.expm1(-h)) : 0.5;
        }
    }

    public UniPc {
        if (order < 1 || order > HIGHEST) {
            throw new IllegalArgumentException("UniPC of order " + order + ", expected 1 to " + HIGHEST);
        }
    }

    @Override
    public State step(Denoise denoise, State state, Step step, FreshNoise noise) {
        if (step.isEmpty()) {
            return state;
        }
        Tensor denoised = denoise.at(state.x(), step.from());
        if (step.to() == 0) {
            return State.at(denoised);
        }
        Tensor x = state.past().isEmpty() ? state.x() : corrected(state.past(), step, denoised);
        Past now = new Past(step.from(), x, denoised);
        List<Past> known = Stream.concat(Stream.of(now), state.past().stream())
                .limit(order)
                .toList();
        return state.moved(moved(known, step, List.of()), now, order);
    }

    /** The end of the step before {@code step}, now that D is known there. */
    private Tensor corrected(List<Past> known, Step step, Tensor denoised) {
        Step before = new Step(step.index() - 1, known.get(0).sigma(), step.from());
        return moved(known, before, List.of(denoised));
    }

    /**
     * @param known D at the start of the step and before, newest first
     * @param end D at the end of the step, if it is known
     */
    private Tensor moved(List<Past> known, Step step, List<Tensor> end) {
        List<Tensor> values = new ArrayList<>(known.stream().map(Past::denoised).toList());
        values.addAll(end);
        double[] points = new double[values.size()];
        System.arraycopy(step.inLogarithms(known), 0, points, 0, known.size());
        if (!end.isEmpty()) {
            points[known.size()] = 1;
        }
        Tensor mean = PolynomialMean.of(values, points, moments(points.length, step.logarithm()));
        return step.holding(known.get(0).x(), mean);
    }

    private double[] moments(int count, double h) {
        return count == 2 ? new double[] {1, variant.middle(h)} : PolynomialMean.growingMoments(count, h);
    }
}
