package io.sfumato.data;

import java.util.Random;

/** Every entry once an epoch. A position's entry depends on the seed and the position alone. */
final class EpochOrder implements Order {
    private final Shuffle shuffle;
    private final long seed;
    private final int[] permutation;
    private long epoch = -1;

    EpochOrder(int count, long seed, Shuffle shuffle) {
        this.shuffle = shuffle;
        this.seed = seed;
        this.permutation = new int[count];
    }

    @Override
    public int at(long position) {
        long wanted = position / permutation.length;
        if (wanted != epoch) {
            for (int i = 0; i < permutation.length; i++) {
                permutation[i] = i;
            }
            shuffle.shuffle(permutation, new Random(seed * 1_000_003 + wanted));
            epoch = wanted;
        }
        return permutation[(int) (position % permutation.length)];
    }

    /** How an epoch's entries are put in another order. */
    interface Shuffle {
        /** Fisher and Yates. */
        Shuffle EVERYTHING = (entries, random) -> part(entries, 0, entries.length, random);

        /** Changes the order of the ascending {@code entries}. */
        void shuffle(int[] entries, Random random);

        /** Shuffles the entries from one place to before another. */
        static void part(int[] entries, int from, int to, Random random) {
            for (int i = to - 1; i > from; i--) {
                int j = from + random.nextInt(i - from + 1);
                int swapped = entries[i];
                entries[i] = entries[j];
                entries[j] = swapped;
            }
        }
    }
}
