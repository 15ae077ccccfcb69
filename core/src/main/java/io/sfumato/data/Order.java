package io.sfumato.data;

/** In which order entries come, without end. Belongs to one thread. */
@FunctionalInterface
public interface Order {

    /** The entry at a position of the endless sequence, from 0. */
    int at(long position);

    /**
     * Every entry once an epoch, shuffled; where the data are best read in stretches, stretches first and then what is in a
     * few of them. A position's entry depends on the data set, the seed and the position alone.
     */
    static Order shuffled(DataSet data, long seed) {
        return new EpochOrder(
                data.count(),
                seed,
                data.stretches().size() > 1 ? new StretchShuffle(data.stretches()) : EpochOrder.Shuffle.EVERYTHING);
    }

    /** So many entries, shuffled. */
    static Order shuffled(int count, long seed) {
        return new EpochOrder(count, seed, EpochOrder.Shuffle.EVERYTHING);
    }

    /** Every entry once an epoch, as the data set has them. */
    static Order ofTheData(DataSet data) {
        return position -> (int) (position % data.count());
    }
}
