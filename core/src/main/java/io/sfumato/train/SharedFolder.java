package io.sfumato.train;

import io.sfumato.image.WholeFile;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A run folder that several processes train in: the first one writes, and all read what it has written.
 *
 * @param patience how long a file that is there may stay unseen
 */
record SharedFolder(RunFolder folder, Duration patience) {
    /** As long as file systems of networks may remember that there was no such file. */
    private static final Duration USUAL = Duration.ofSeconds(60);

    private static final int BETWEEN_LOOKS_MS = 50;

    SharedFolder(RunFolder folder) {
        this(folder, USUAL);
    }

    /** Throws in all processes where one does not see what the first one writes. */
    void check(Session session) {
        Ensemble ensemble = session.ensemble();
        if (ensemble.size() == 1) {
            return;
        }
        Path note = folder.shared();
        int drawn = ensemble.leads() ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : 0;
        session.once(() -> write(note, Integer.toString(drawn)));
        long written = Math.round(ensemble.mean((double) drawn) * ensemble.size()); // that of the first alone
        boolean sees = sees(note, Long.toString(written));
        boolean allSee = !ensemble.any(!sees);
        session.once(() -> remove(note));
        if (!allSee) {
            throw new RecipeException((sees ? "another process" : "rank " + ensemble.rank() + " of " + ensemble.size())
                    + " does not see what the first process writes in " + folder.root()
                    + ", expected one folder for all. Choose an --output that all machines share, by the same path");
        }
    }

    private boolean sees(Path note, String written) {
        long end = System.nanoTime() + patience.toNanos();
        while (!reads(note, written)) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static boolean reads(Path note, String written) {
        try {
            return Files.readString(note).equals(written);
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path note, String text) {
        try {
            WholeFile.write(note, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RecipeException(note + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private static void remove(Path note) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw new RecipeException(note + " cannot be removed: " + FileTrouble.of(e), e);
        }
    }
}
