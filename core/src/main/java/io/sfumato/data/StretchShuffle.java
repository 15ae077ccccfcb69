package io.sfumato.data;

import java.util.List;
import java.util.Random;

/**
 * Shuffles stretches, and then the entries of each few that follow each other: files are read one after the other, a few at
 * a time, and still no two epochs are alike.
 *
 * @param starts the first entry of each stretch, ascending from 0
 */
record StretchShuffle(List<Integer> starts) implements EpochOrder.Shuffle {
    /** Stretches whose entries are mixed. */
    private static final int WINDOW = 4;

    @Override
    public void shuffle(int[] entries, Random random) {
        int[] order = new int[starts.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        EpochOrder.Shuffle.part(order, 0, order.length, random);
        int place = 0;
        int windowStart = 0;
        for (int i = 0; i < order.length; i++) {
            int end = order[i] + 1 < starts.size() ? starts.get(order[i] + 1) : entries.length;
            for (int entry = starts.get(order[i]); entry < end; entry++) {
                entries[place++] = entry;
            }
            if (i % WINDOW == WINDOW - 1 || i == order.length - 1) {
                EpochOrder.Shuffle.part(entries, windowStart, place, random);
                windowStart = place;
            }
        }
    }
}
