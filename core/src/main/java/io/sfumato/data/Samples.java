package io.sfumato.data;

import io.sfumato.image.ImageException;
import java.util.function.Supplier;
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
    private final Kept<Entry> kept;

    Samples(Feed feed, long seed, long cacheBytes) {
        this.data = feed.data();
        this.framing = feed.framing();
        this.telling = feed.telling();
        this.seed = seed;
        this.broken = new Broken(data);
        this.kept = new Kept<>(data.count(), cacheBytes);
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
        Entry ready = kept.get(entry, () -> ready(entry, random));
        Framed unmirrored = unmirrored(entry, ready, random);
        Framed framed = framing.isMirrored(random) ? unmirrored.mirrored() : unmirrored;
        Known told = telling.of(framed, ready.whole(), random);
        return new Sample(position, entry, framed.planes(), told, Draws.seed(seed, position, REST));
    }

    /** An entry as far as it is the same every time. */
    private sealed interface Entry extends Kept.Sized {
        /** What is known of the whole picture. */
        Known whole();
    }

    private record Square(Framed framed, Known whole) implements Entry {
        @Override
        public long bytes() {
            return framed.planes().samples().length + framed.known().bytes() + whole.bytes();
        }
    }

    private record Uncut(Scaled scaled, Known whole) implements Entry {
        @Override
        public long bytes() {
            return scaled.bytes() + whole.bytes();
        }
    }

    private Entry ready(int entry, RandomGenerator random) {
        Known known = data.known(entry);
        return whole(entry, () -> {
            Scaled scaled = framing.scaled(data.picture(entry), known);
            return framing.isCutStill()
                    ? new Square(framing.unmirrored(scaled, random), known)
                    : new Uncut(scaled, known);
        });
    }

    private Framed unmirrored(int entry, Entry ready, RandomGenerator random) {
        return ready instanceof Square square
                ? square.framed()
                : whole(entry, () -> framing.unmirrored(((Uncut) ready).scaled(), random));
    }

    private <T> T whole(int entry, Supplier<T> work) {
        try {
            return work.get();
        } catch (DataException | ImageException e) {
            throw new BrokenPictureException(data.name(entry) + ": " + e.getMessage(), e);
        }
    }
}
