package io.sfumato.data;

import io.sfumato.image.ImageException;
import java.util.random.RandomGenerator;

/** Samples as a function of their position; broken entries are replaced by others. Safe for several threads. */
final class Samples {
    /** Purposes of {@link Draws}; that of the n-th replacement is n. */
    private static final int REST = -1;

    private static final int REPLACEMENT = -2;

    private final DataSet data;
    private final Framing framing;
    private final Telling telling;
    private final long seed;
    private final Broken broken;
    private final Squares squares;

    Samples(Feed feed, long seed, long cacheBytes) {
        this.data = feed.data();
        this.framing = feed.framing();
        this.telling = feed.telling();
        this.seed = seed;
        this.broken = new Broken(data);
        boolean same = framing.cut().equals(framing.cut().still());
        this.squares = new Squares(data.count(), same ? cacheBytes : 0);
    }

    Broken broken() {
        return broken;
    }

    /** What is at a position, where the order has {@code first}. Throws {@link DataException} where too much is broken. */
    Sample at(long position, int first) {
        RandomGenerator replacements = Draws.at(seed, position, REPLACEMENT);
        int entry = first;
        for (int attempt = 0; ; attempt++) {
            if (!broken.has(entry)) {
                try {
                    return sample(position, entry, Draws.at(seed, position, attempt));
                } catch (BrokenPictureException e) {
                    broken.add(entry, e);
                }
            }
            entry = replacements.nextInt(data.count());
        }
    }

    private Sample sample(long position, int entry, RandomGenerator random) {
        Squares.Square square = squares.get(entry, () -> square(entry, random));
        Framed framed = framing.isMirrored(random) ? square.framed().mirrored() : square.framed();
        Known told = telling.of(framed, square.whole(), random);
        return new Sample(position, entry, framed.planes(), told, Draws.seed(seed, position, REST));
    }

    private Squares.Square square(int entry, RandomGenerator random) {
        Known known = data.known(entry);
        try {
            return new Squares.Square(framing.unmirrored(data.picture(entry), known, random), known);
        } catch (DataException | ImageException e) {
            throw new BrokenPictureException(data.name(entry) + ": " + e.getMessage(), e);
        }
    }
}
