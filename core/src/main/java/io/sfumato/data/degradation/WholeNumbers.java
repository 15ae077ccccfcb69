package io.sfumato.data.degradation;

import java.util.random.RandomGenerator;

/** Whole numbers that are equally likely: {@code least}, each {@code step} more than the one before, up to {@code most}. */
record WholeNumbers(int least, int most, int step) {

    /** Every one of them. */
    static WholeNumbers of(int least, int most) {
        return new WholeNumbers(least, most, 1);
    }

    int drawn(RandomGenerator random) {
        return least + step * random.nextInt((most - least) / step + 1);
    }
}
