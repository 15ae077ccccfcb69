package io.sfumato.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Temporary. */
public final class Loader implements AutoCloseable {
    private final Feed feed;
    private final long seed;

    private Loader(Feed feed, long seed) {
        this.feed = feed;
        this.seed = seed;
    }

    public static Loader open(Feed feed, long seed, Loading loading, Consumer<BrokenPictureException> broken) {
        return new Loader(feed, seed);
    }

    public List<Sample> samples(long from, long to) {
        List<Sample> samples = new ArrayList<>();
        for (long p = from; p < to; p++) {
            int entry = feed.order().at(p);
            samples.add(new Sample(
                    p, entry, planes(feed.data().picture(entry)), feed.data().known(entry), seed * 31 + p));
        }
        return samples;
    }

    private static Planes planes(io.sfumato.image.Picture picture) {
        return new Planes(picture.width(), picture.planes());
    }

    @Override
    public void close() {}
}
