package io.sfumato.train.recipe;

/** How closely the average of weights follows them. */
public sealed interface AverageRecipe {

    /** The weight of what the average was, at update {@code n}, counted from 1; the rest is that of the weights as they are now. */
    double decay(long n);

    /** The reference's: closely at first, then with a memory of about 1/(1 − decay) updates: min(decay, (1 + n)/(10 + n)). */
    record Exponential(double decay) implements AverageRecipe {
        public Exponential {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay of the average is " + decay + ", expected 0 to below 1");
            }
        }

        @Override
        public double decay(long n) {
            return Math.min(decay, (1.0 + n) / (10.0 + n));
        }
    }

    /**
     * A memory that grows with the training: update t weighs t^γ, so that the first weights are forgotten soon, and the average
     * is of the same share of the training whenever it ends. Karras et al. 2024 (Analyzing and Improving the Training Dynamics of
     * Diffusion Models), section 3.1.
     *
     * @param relativeWidth the standard deviation of these weights over time, as a share of all updates, above 0 and up to √(1/12) =
     *     0.2887, where every update weighs the same; the paper's are 0.01 to 0.2
     */
    record Power(double relativeWidth) implements AverageRecipe {
        private static final double EVEN = Math.sqrt(1.0 / 12);

        /** Each halves the interval in which γ is. */
        private static final int BISECTIONS = 100;

        public Power {
            if (!(relativeWidth > 0 && relativeWidth <= EVEN)) {
                throw new IllegalArgumentException("relative_width of the average is " + relativeWidth
                        + ", expected above 0 and up to 0.2887, where every update weighs the same");
            }
        }

        /** β(t) = (1 − 1/t)^(γ + 1), eq. 2. */
        @Override
        public double decay(long n) {
            return Math.pow(1 - 1.0 / n, gamma() + 1);
        }

        /** Where eq. 3 gives the width. It falls from √(1/12) at 0, and is below 1/(γ + 2). */
        public double gamma() {
            double low = 0;
            double high = 1 / relativeWidth;
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (low + high) / 2;
                if (width(middle) > relativeWidth) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** Eq. 3: √(γ + 1) / ((γ + 2) √(γ + 3)). */
        private static double width(double gamma) {
            return Math.sqrt((gamma + 1) / (gamma + 3)) / (gamma + 2);
        }
    }
}
