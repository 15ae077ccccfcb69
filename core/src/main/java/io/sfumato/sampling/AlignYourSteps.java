package io.sfumato.sampling;

/**
 * Levels that Sabour et al. 2024 found best for Stable Diffusion 1.5 (table 3 of the paper), and then 0. Other numbers
 * of steps are interpolated, linearly in log σ, as the authors recommend. They are the same for every network, whatever
 * levels it was trained on.
 */
public record AlignYourSteps() implements SigmaSteps {
    private static final double[] PUBLISHED = {
        14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029
    };

    @Override
    public double[] sigmas(int steps) {
        return Levels.thenZero(steps, i -> published(Levels.even(0, PUBLISHED.length - 1, i, steps)));
    }

    private static double published(double place) {
        int above = Math.min((int) place, PUBLISHED.length - 2);
        double part = place - above;
        return Math.pow(PUBLISHED[above], 1 - part) * Math.pow(PUBLISHED[above + 1], part);
    }
}
