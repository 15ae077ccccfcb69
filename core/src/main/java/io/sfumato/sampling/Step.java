package io.sfumato.sampling;

import io.sfumato.tensor.Tensor;
import java.util.List;

/** One step from the noise level {@code from} down to {@code to}; {@code index} counts steps from 0. */
public record Step(int index, double from, double to) {

    public Step {
        if (!(from > 0 && 0 <= to && to <= from)) {
            throw new IllegalArgumentException("step " + index + " goes from noise level " + from + " to " + to
                    + ", expected a fall from above 0 to 0 or more");
        }
    }

    /** to − from, never above 0. */
    public double change() {
        return to - from;
    }

    /** h = λ' − λ with λ = −log σ: infinite where the step ends at 0. */
    public double logarithm() {
        return Math.log(from / to);
    }

    /** Whether the step has no length. Solvers that divide by it leave the state as it is. */
    public boolean isEmpty() {
        return to == from;
    }

    /** The step to another level. */
    public Step endingAt(double level) {
        return new Step(index, from, level);
    }

    /** The first half in λ: it ends at √(σ σ'). */
    public Step halfway() {
        return endingAt(Math.sqrt(from * to));
    }

    /** Where levels of the past are in λ, if this step goes from 0 to 1; see {@link PolynomialMean}. */
    double[] inLogarithms(List<Past> past) {
        return past.stream()
                .mapToDouble(point -> Math.log(from / point.sigma()) / logarithm())
                .toArray();
    }

    /**
     * Where {@code x} ends if the denoiser says {@code denoised} all the way, exactly: σ'/σ · x + (1 − σ'/σ) · D. With
     * the mean of D over the step, weighted by e^λ, it is the solution for any D: Lu et al. 2022 (DPM-Solver++), proposition 4.1.
     */
    Tensor holding(Tensor x, Tensor denoised) {
        double ratio = to / from;
        return x.mul(ratio).add(denoised.mul(1 - ratio));
    }
}
