package io.sfumato.data;

import static io.sfumato.data.Found.counted;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A data set in two: what is trained on, and what is kept back to see how well that went.
 *
 * @param heldOut empty where nothing is kept back
 * @param found how they were
 */
public record Parts(DataSet train, Optional<DataSet> heldOut, Found found) {
    /** However large the data set: so many tell enough. */
    private static final int MOST_HELD_OUT = 500;

    /** Of which nobody says how they were found. */
    public Parts(DataSet train, Optional<DataSet> heldOut) {
        this(train, heldOut, Found.UNSAID);
    }

    /** Keeps back entries by what the data say of each. Throws {@link DataException} where none is to be trained on. */
    public static Parts bySplit(DataSet whole, List<Split> splits) {
        int[] train = having(splits, Split.TRAIN);
        int[] heldOut = having(splits, Split.HELD_OUT);
        if (train.length == 0) {
            throw new DataException(whole.name(0) + " and all others of " + splits.size()
                    + " pictures are kept back by their split," + " expected some to train on");
        }
        return heldOut.length == 0 ? new Parts(whole, Optional.empty()) : of(whole, train, heldOut);
    }

    /**
     * Keeps back a share of the entries: one at least where the share is not 0, 500 at most. Which are chosen by their names,
     * so that they stay the same when the folder moves, and almost the same when pictures come or go.
     *
     * @param share from 0, below 1
     */
    public static Parts byShare(DataSet whole, double share) {
        int count = (int) Math.min(MOST_HELD_OUT, Math.max(1, Math.round(share * whole.count())));
        if (share == 0 || whole.count() < 2) {
            return new Parts(whole, Optional.empty());
        }
        long[] numbers = new long[whole.count()];
        Arrays.setAll(numbers, entry -> number(whole.name(entry)));
        int[] drawn = IntStream.range(0, whole.count())
                .boxed()
                .sorted(Comparator.comparingLong(entry -> numbers[entry]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] heldOut = IntStream.of(drawn).limit(count).sorted().toArray();
        int[] train = IntStream.of(drawn).skip(count).sorted().toArray();
        return of(whole, train, heldOut);
    }

    /** Both parts, changed. */
    public Parts map(UnaryOperator<DataSet> change) {
        return new Parts(change.apply(train), heldOut.map(change), found);
    }

    /** The same, and how they were found. */
    public Parts withFound(Found how) {
        return new Parts(train, heldOut, how);
    }

    /** All pictures, those held out too. */
    public int count() {
        return train.count() + heldOut.map(DataSet::count).orElse(0);
    }

    /** A line for people: how many pictures there are, and how they were found. */
    public String inWords() {
        String kept = heldOut.map(held -> String.format(Locale.ROOT, "%,d", held.count()))
                .orElse("none");
        return counted(train.count(), "picture") + " to train on, " + kept + " held out" + found.inWords();
    }

    private static Parts of(DataSet whole, int[] train, int[] heldOut) {
        return new Parts(new Subset(whole, train), Optional.of(new Subset(whole, heldOut)));
    }

    private static int[] having(List<Split> splits, Split wanted) {
        return IntStream.range(0, splits.size())
                .filter(entry -> splits.get(entry) == wanted)
                .toArray();
    }

    /** A number that a name always has, and that looks as if drawn. */
    private static long number(String name) {
        long number = 0;
        for (int i = 0; i < name.length(); i++) {
            number = 31 * number + name.charAt(i);
        }
        return Draws.seed(number, 0, 0);
    }
}
