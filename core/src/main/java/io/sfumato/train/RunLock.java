package io.sfumato.train;

import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run folder to those who train it together. The system lets go of it however they end.
 *
 * @param channel of the process that writes; absent in the others
 */
record RunLock(Optional<FileChannel> channel) implements AutoCloseable {

    /** Makes the folder where it is not there. Throws where others train in it. */
    static RunLock of(RunFolder folder, Ensemble ensemble) {
        return new RunLock(ensemble.leads() ? Optional.of(locked(folder)) : Optional.empty());
    }

    private static FileChannel locked(RunFolder folder) {
        try {
            Files.createDirectories(folder.root());
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(channel)) {
                channel.close();
                throw new RecipeException(folder.root() + " is in use: another process trains there. It may still be"
                        + " saving; wait until it has ended, or end it");
            }
            return channel;
        } catch (IOException e) {
            throw new RecipeException(folder.root() + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private static boolean isFree(FileChannel channel) {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process has it
        } catch (IOException e) {
            return true; // a file system without locks
        }
    }

    @Override
    public void close() {
        if (channel.isPresent()) {
            try {
                channel.get().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
