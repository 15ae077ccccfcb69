package io.sfumato.diffusion;

/**
 * What a network may leave out on the way from noise to a picture, which may then be another one.
 *
 * @param reuse how long deep features are kept
 * @param merging which tokens attend as one
 */
public record Shortcuts(Reuse reuse, TokenMerging merging) {
    /** Everything is computed. */
    public static final Shortcuts NONE = new Shortcuts(Reuse.NONE, TokenMerging.NONE);

    /**
     * Features of the lower levels change little from one step to the next: all are computed at every {@code every}-th call alone, the
     * upper ones at each (DeepCache, Ma et al. 2024, with a uniform interval).
     *
     * @param every 1 or more; 1 keeps nothing
     */
    public record Reuse(int every) {
        /** Nothing is kept. */
        public static final Reuse NONE = new Reuse(1);

        private static final int MOST = 100;

        public Reuse {
            if (every < 1 || every > MOST) {
                throw new IllegalArgumentException(
                        "features are to be kept for " + every + " steps, expected 1 to " + MOST);
            }
        }
    }

    /**
     * Where there are most tokens, those that are most alike attend as one (Bolya and Hoffman 2023): memory and time of attention go down
     * with the square of what is left.
     *
     * @param share of the tokens that go up in others, from 0 to 0.75: one of four always stays
     */
    public record TokenMerging(double share) {
        /** Every token attends for itself. */
        public static final TokenMerging NONE = new TokenMerging(0);

        private static final double MOST = 0.75;

        public TokenMerging {
            if (!(share >= 0 && share <= MOST)) {
                throw new IllegalArgumentException(
                        "share of merged tokens is " + share + ", expected a number from 0 to " + MOST);
            }
        }
    }
}
