package io.sfumato.sampling;

import java.util.Arrays;

/**
 * The last steps of another schedule: for pictures that are changed rather than made. Meng et al. 2022, algorithm 1.
 *
 * @param strength share of the steps that are taken, above 0 to 1; at least one is
 */
public record Partial(SigmaSteps whole, double strength) implements SigmaSteps {

    public Partial {
        if (!(strength > 0 && strength <= 1)) {
            throw new IllegalArgumentException("strength is " + strength + ", expected a number above 0 up to 1");
        }
    }

    @Override
    public double[] sigmas(int steps) {
        double[] all = whole.sigmas(steps);
        int taken = Math.max(1, (int) (strength * (all.length - 1)));
        return Arrays.copyOfRange(all, all.length - 1 - taken, all.length);
    }
}
