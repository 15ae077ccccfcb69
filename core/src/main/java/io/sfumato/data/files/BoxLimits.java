package io.sfumato.data.files;

/**
 * Which pictures with boxes are taken.
 *
 * @param least boxes that a picture has; those with fewer are left out
 * @param most boxes; those with more are left out
 * @param leastArea of a box, as a share of the picture's; smaller ones are as if they were not there
 */
public record BoxLimits(int least, int most, double leastArea) {
    /** Checks the numbers. */
    public BoxLimits {
        check(least, most, leastArea);
    }

    /** Throws {@link IllegalArgumentException} where these are no limits. */
    public static void check(int least, int most, double leastArea) {
        if (least < 0 || most < Math.max(1, least) || !(leastArea >= 0 && leastArea < 1)) {
            throw new IllegalArgumentException("least, most and least_area are " + least + ", " + most + " and "
                    + leastArea + ", expected 0 or more, no less than that, and a share from 0, below 1");
        }
    }

    boolean take(int boxes) {
        return boxes >= least && boxes <= most;
    }
}
