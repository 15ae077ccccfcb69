package io.sfumato.train.samples;

import io.sfumato.data.BrokenPictureException;
import io.sfumato.data.Feed;
import io.sfumato.data.Loader;
import io.sfumato.data.Loading;
import io.sfumato.data.Sample;
import io.sfumato.image.PixelImages;
import io.sfumato.image.Pixels;
import io.sfumato.tensor.Threads;
import io.sfumato.train.loop.Slice;
import java.util.List;
import java.util.function.Consumer;

/** The samples of a data set at the positions that a stage asks for. */
public final class SampleSource implements AutoCloseable {
    private final Feed feed;
    private final Loader loader;

    private SampleSource(Feed feed, Loader loader) {
        this.feed = feed;
        this.loader = loader;
    }

    /**
     * Begins to read.
     *
     * @param seed of crops, flips and words
     * @param broken hears of each broken picture once
     */
    public static SampleSource open(Feed feed, long seed, Consumer<BrokenPictureException> broken) {
        return new SampleSource(feed, Loader.open(feed, seed, Loading.beside(Threads.count()), broken));
    }

    /** The samples of a slice. */
    public List<Sample> of(Slice slice) {
        return loader.samples(slice.from(), slice.from() + slice.count());
    }

    /** The first so many samples; all where there are not as many. */
    public List<Sample> first(int count) {
        return loader.samples(0, Math.min(count, feed.data().count()));
    }

    /** How many entries there are to choose from. */
    public int count() {
        return feed.data().count();
    }

    /** The samples at some positions, without those that stand in for broken ones; for feeds in the order of entries. */
    public List<Sample> readable(long from, long to) {
        return loader.samples(from, to).stream()
                .filter(sample -> sample.entry() == sample.position())
                .toList();
    }

    /** Where the samples of a slice come from. */
    public List<String> names(Slice slice) {
        return of(slice).stream()
                .map(sample -> feed.data().name(sample.entry()))
                .toList();
    }

    /** [N, 3, size, size] */
    public static Pixels pixels(List<Sample> samples) {
        int side = samples.get(0).planes().side();
        return PixelImages.ofPlanes(
                samples.stream().map(sample -> sample.planes().samples()).toList(), side, side);
    }

    @Override
    public void close() {
        loader.close();
    }
}
