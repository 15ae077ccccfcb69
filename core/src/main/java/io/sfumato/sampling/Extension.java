package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * How DPM-Solver++ extends the past of D over a step: as a polynomial in λ = −log σ, of which it needs the mean weighted
 * by e^λ. All are exact where D is constant.
 */
public enum Extension {
    /** The line through the last two D, taken in the middle of the step: the method of order 2 of the paper. */
    MIDDLE(2),
    /** The line through the last two D; k-diffusion calls it "heun". */
    LINE(2),
    /** The parabola through the last three D. */
    PARABOLA(3),
    /**
     * {@link #PARABOLA} with half of its square term: what dpm-solver and k-diffusion compute for order 3. They take the
     * second divided difference for the second derivative, which is twice that; the order is 2 for it.
     */
    HALF_PARABOLA(3);

    private final int points;

    Extension(int points) {
        this.points = points;
    }

    /** How many D it knows besides the newest. */
    int memory() {
        return points - 1;
    }

    /**
     * The mean of D over {@code step}.
     *
     * @param rate how fast the weight grows over the step: λ' − λ, or more where noise is added
     */
    Tensor mean(Past now, List<Past> past, Step step, double rate) {
        List<Past> known =
                Stream.concat(Stream.of(now), past.stream()).limit(points).toList();
        List<Tensor> values = known.stream().map(Past::denoised).toList();
        return PolynomialMean.of(values, step.inLogarithms(known), moments(known.size(), rate));
    }

    private double[] moments(int count, double rate) {
        double[] moments = PolynomialMean.growingMoments(count, rate);
        if (this == MIDDLE && count == points) {
            moments[1] = 0.5;
        }
        if (this == HALF_PARABOLA && count == points) {
            moments[2] /= 2;
        }
        return moments;
    }
}
