package io.sfumato.data;

import java.util.List;
import java.util.function.Consumer;

/** Samples, decoded and framed beside the computation. */
public final class Loader implements AutoCloseable {
    private Loader() {}

    /** Starts the threads; {@code broken} hears of each broken entry once, in the thread that asks for samples. */
    public static Loader open(Feed feed, long seed, Loading loading, Consumer<BrokenPictureException> broken) {
        throw new UnsupportedOperationException();
    }

    /**
     * The samples at positions {@code from} to {@code to} − 1, in their order. Requests like this one, as far apart as this
     * one is from the last, are prepared while the caller works. Throws {@link DataException} where more than 1 % of the
     * data set is broken.
     */
    public List<Sample> samples(long from, long to) {
        throw new UnsupportedOperationException();
    }

    /** Stops the threads. */
    @Override
    public void close() {}
}
