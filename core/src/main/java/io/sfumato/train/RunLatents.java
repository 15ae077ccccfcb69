package io.sfumato.train;

import io.sfumato.data.DataSet;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.samples.CachedLatents;
import io.sfumato.train.samples.Cues;
import io.sfumato.train.samples.EncodedSamples;
import io.sfumato.train.samples.LatentCache;
import io.sfumato.train.samples.LatentOrigin;
import io.sfumato.train.samples.LatentSource;
import io.sfumato.train.samples.LatentWriter;
import io.sfumato.train.samples.RepeatedLatents;
import io.sfumato.train.samples.SampleSource;
import io.sfumato.train.samples.Scalings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The latents of a run's pictures: kept where every picture always has the same ones, and else encoded as it goes. */
sealed interface RunLatents extends AutoCloseable {
    /** Of random streams, so that stages see pictures in orders of their own. */
    long SALT = 1;

    /** Of pictures. */
    int COLOURS = 3;

    /** Those to train on, scaled. */
    LatentSource scaled(LatentScaling scaling);

    /** What takes them to zero mean and unit variance. */
    LatentScaling standardising();

    @Override
    void close();

    /** What becomes latents, and how. */
    record Encoding(Autoencoder firstStage, Placement compute) {}

    /**
     * Finds them; where they are kept and have not been encoded before, they are now.
     *
     * @param cues what is said of each picture
     */
    static RunLatents open(RunContext run, RunData data, Encoding encoding, Cues cues) {
        if (!data.keepsLatents()) {
            Encoded encoded = new Encoded(run, data.shuffled(SALT), encoding, cues);
            return data.hasLatentsToKeep() ? tried(encoded, expected(data, encoding)) : encoded;
        }
        Path file = run.folder().latents();
        LatentCache.Expected expected = expected(data, encoding);
        run.session().once(() -> keep(run, data, encoding, expected));
        return new Kept(data, read(file, expected), cues);
    }

    private static Tried tried(Encoded encoded, LatentCache.Expected expected) {
        double megabytes = LatentWriter.bytes(encoded.encoding().firstStage(), expected) / 1e6;
        encoded.run()
                .observer()
                .note(String.format(
                        Locale.ROOT,
                        "latents of %,d pictures would be kept, in %,.1f MB",
                        expected.pictures(),
                        megabytes));
        return new Tried(encoded);
    }

    private static LatentCache.Expected expected(RunData data, Encoding encoding) {
        int side = data.data().framing().size();
        Shape ofOne = encoding.firstStage()
                .firstStage(LatentScaling.NONE, encoding.compute())
                .latentShape(Shape.of(1, COLOURS, side, side));
        DataSet pictures = data.parts().train();
        return new LatentCache.Expected(LatentOrigin.of(pictures, encoding.firstStage()), pictures.count(), ofOne);
    }

    private static LatentCache read(Path file, LatentCache.Expected expected) {
        try {
            return LatentCache.read(file, expected);
        } catch (ArchiveException e) {
            throw new RecipeException(e.getMessage() + ". Remove " + file + " to have the pictures encoded again", e);
        }
    }

    private static void keep(RunContext run, RunData data, Encoding encoding, LatentCache.Expected expected) {
        Path file = run.folder().latents();
        if (Files.exists(file)) {
            return;
        }
        long bytes = LatentWriter.bytes(encoding.firstStage(), expected);
        requireRoom(file, LatentWriter.bytesLeft(file, encoding.firstStage(), expected));
        int count = expected.pictures();
        run.observer().note(String.format(Locale.ROOT, "encoding %,d pictures into %,.1f MB", count, bytes / 1e6));
        try (SampleSource pictures = data.inOrder()) {
            LatentWriter.write(
                    file,
                    new LatentWriter.Encoding(
                            encoding.firstStage(),
                            encoding.compute(),
                            run.session().stop(),
                            done -> run.observer().encoded(count, done)),
                    pictures,
                    expected);
        }
    }

    /** Better said before hours of work. */
    private static void requireRoom(Path file, long bytes) {
        try {
            long left = Files.getFileStore(file.getParent()).getUsableSpace();
            if (left < bytes) {
                throw new RecipeException(String.format(
                        Locale.ROOT,
                        "%s has %.1f GB left, expected %.1f GB for the latents of all pictures. Choose an --output with"
                                + " more room, or a framing that cuts or mirrors at random, of which none are kept",
                        file.getParent(),
                        left / 1e9,
                        bytes / 1e9));
            }
        } catch (IOException e) {
            throw new RecipeException(file.getParent() + " cannot be used: " + FileTrouble.of(e), e);
        }
    }

    /** They are always the same. */
    record Kept(RunData data, LatentCache cache, Cues cues) implements RunLatents {
        @Override
        public LatentSource scaled(LatentScaling scaling) {
            return new CachedLatents(
                    data.parts().train(), cache, scaling, data.shuffledRows(cache.count(), SALT), cues);
        }

        @Override
        public LatentScaling standardising() {
            return cache.standardising();
        }

        @Override
        public void close() {
            cache.close();
        }
    }

    /** They would be kept: steps are tried on those of a few pictures, so that the others need not be encoded for that. */
    record Tried(Encoded encoded) implements RunLatents {
        @Override
        public LatentSource scaled(LatentScaling scaling) {
            return new RepeatedLatents(encoded.scaled(scaling));
        }

        @Override
        public LatentScaling standardising() {
            return LatentScaling.NONE; // how long a step takes does not depend on it
        }

        @Override
        public void close() {
            encoded.close();
        }
    }

    /** They are encoded anew. */
    record Encoded(RunContext run, SampleSource pictures, Encoding encoding, Cues cues) implements RunLatents {
        /** Pictures that a scaling is measured on. */
        private static final int MEASURED = 1024;

        @Override
        public LatentSource scaled(LatentScaling scaling) {
            return new EncodedSamples(pictures, encoding.firstStage().firstStage(scaling, encoding.compute()), cues);
        }

        @Override
        public LatentScaling standardising() {
            int measured = Math.min(MEASURED, pictures.count());
            return Scalings.standardising(
                    scaled(LatentScaling.NONE),
                    measured,
                    run.seed().seed(),
                    run.session().stop());
        }

        @Override
        public void close() {
            pictures.close();
        }
    }
}
