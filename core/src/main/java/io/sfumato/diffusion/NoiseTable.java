package io.sfumato.diffusion;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The noise levels that a network was trained on, one per timestep, in float64. With ᾱ_t = ∏ (1 − β_s) the timestep's
 * level is σ_t = √((1 − ᾱ_t) / ᾱ_t), because √ᾱ_t · clean + √(1 − ᾱ_t) · noise is √ᾱ_t (clean + σ_t · noise).
 *
 * <p>Between timesteps, log σ is linear in the timestep, as in k-diffusion's discrete-time wrappers.
 */
public final class NoiseTable {
    private final BetaSchedule schedule;
    private final double[] alphasCumprod;
    private final double[] sigmas;

    private NoiseTable(BetaSchedule schedule, int timesteps) {
        this.schedule = schedule;
        this.alphasCumprod = new double[timesteps];
        this.sigmas = new double[timesteps];
        double[] betas = schedule.betas(timesteps);
        double product = 1;
        for (int t = 0; t < timesteps; t++) {
            product *= 1 - betas[t];
            alphasCumprod[t] = product;
            sigmas[t] = Math.sqrt((1 - product) / product);
        }
    }

    /** The table of {@code timesteps} levels that {@code schedule} gives. */
    public static NoiseTable of(BetaSchedule schedule, int timesteps) {
        if (timesteps < 1) {
            throw new IllegalArgumentException("a noise table of " + timesteps + " timesteps, expected 1 or more");
        }
        return new NoiseTable(schedule, timesteps);
    }

    /** The schedule that this table was made from. */
    public BetaSchedule schedule() {
        return schedule;
    }

    /** T: timesteps are 0 … T − 1. */
    public int timesteps() {
        return sigmas.length;
    }

    /** ᾱ of a timestep. */
    public double alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    /** The lowest level, that of timestep 0. */
    public double minSigma() {
        return sigmas[0];
    }

    /** The highest level, that of timestep T − 1. */
    public double maxSigma() {
        return sigmas[sigmas.length - 1];
    }

    /** σ of a timestep, which may lie between two; outside the table, the nearest level. */
    public double sigma(double timestep) {
        double clamped = Math.min(Math.max(timestep, 0), sigmas.length - 1);
        int below = (int) clamped;
        double part = clamped - below;
        return part == 0
                ? sigmas[below]
                : Math.exp((1 - part) * Math.log(sigmas[below]) + part * Math.log(sigmas[below + 1]));
    }

    /** The timestep of a level, which may lie between two; outside the table, the nearest. Undoes {@link #sigma}. */
    public double timestep(double sigma) {
        int found = Arrays.binarySearch(sigmas, sigma);
        if (found >= 0) {
            return found;
        }
        int above = -found - 1;
        if (above == 0 || above == sigmas.length) {
            return above == 0 ? 0 : sigmas.length - 1;
        }
        double low = Math.log(sigmas[above - 1]);
        return above - 1 + (Math.log(sigma) - low) / (Math.log(sigmas[above]) - low);
    }

    /** The levels of timesteps: [N] to [N], float64 in main memory. */
    public Tensor sigmas(Tensor timesteps) {
        return each(timesteps, this::sigma);
    }

    /** The timesteps of levels: [N] to [N], float64 in main memory. */
    public Tensor timesteps(Tensor sigmas) {
        return each(sigmas, this::timestep);
    }

    private static Tensor each(Tensor values, DoubleUnaryOperator function) {
        double[] results = Arrays.stream(values.toDoubles()).map(function).toArray();
        return Tensors.of(results, Shape.of(results.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseTable that
                && schedule.equals(that.schedule)
                && sigmas.length == that.sigmas.length;
    }

    @Override
    public int hashCode() {
        return 31 * schedule.hashCode() + sigmas.length;
    }

    @Override
    public String toString() {
        return "NoiseTable[" + schedule + ", " + sigmas.length + " timesteps]";
    }
}
