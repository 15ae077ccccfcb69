package io.sfumato.train.samples;

import io.sfumato.data.Order;
import java.util.Random;

/** A seeded shuffle without end: every picture once an epoch, in another order each time. */
public final class Shuffled implements Order {
    private final int count;
    private final long seed;
    private long epoch = -1;
    private final int[] permutation;

    public Shuffled(int count, long seed) {
        this.count = count;
        this.seed = seed;
        this.permutation = new int[count];
    }

    /** The picture at a position of the endless sequence. */
    @Override
    public int at(long position) {
        long wanted = position / count;
        if (wanted != epoch) {
            shuffle(wanted);
        }
        return permutation[(int) (position % count)];
    }

    private void shuffle(long wanted) {
        Random random = new Random(seed * 1_000_003 + wanted);
        for (int i = 0; i < count; i++) {
            permutation[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = permutation[i];
            permutation[i] = permutation[j];
            permutation[j] = swapped;
        }
        epoch = wanted;
    }
}
