package io.sfumato.train.recipe;

/** What a part of a loss counts beside the others. */
final class LossWeight {
    private LossWeight() {}

    /** Refuses what nothing can be learned with: below 0 it would be made worse, and what is no finite number ruins the sum. */
    static void check(String key, double weight) {
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException(key + " is " + weight + ", expected a finite number from 0");
        }
    }
}
