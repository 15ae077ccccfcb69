package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads files on a thread of its own. A channel closes itself when the thread that reads is interrupted, and weights that are read when they
 * are first needed share one: somebody who cancels a picture would spoil the model for all pictures after it.
 */
final class FileReader {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sfumato-file-reader");
        thread.setDaemon(true);
        return thread;
    });

    private FileReader() {}

    /** Fills {@code buffer} with the bytes from {@code position} on. An interrupt while it waits is kept for later. */
    static void fill(ByteBuffer buffer, FileChannel channel, long position) throws IOException {
        Future<?> reading = THREAD.submit(() -> {
            fillHere(buffer, channel, position);
            return null;
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    reading.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void fillHere(ByteBuffer buffer, FileChannel channel, long position) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position() - start) < 0) {
                throw new IOException("the file ended early");
            }
        }
    }
}
