package io.sfumato.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads files on one thread of its own, one after the other. A channel closes itself when the thread that uses it is interrupted, and
 * weights that are read when they are first needed share one: somebody who cancels a picture would spoil the model for all pictures
 * after it.
 */
final class FileReader {
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sfumato-file-reader");
        thread.setDaemon(true);
        thread.setContextClassLoader(null); // it outlives whoever reads first
        return thread;
    });

    private FileReader() {}

    /** Fills {@code buffer} with the bytes from {@code position} on. */
    static void fill(ByteBuffer buffer, FileChannel channel, long position) throws IOException {
        uninterrupted(() -> {
            int start = buffer.position();
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position() - start) < 0) {
                    throw new IOException("the file ended early");
                }
            }
            return buffer;
        });
    }

    /** Does something with a file. An interrupt of the thread that waits for it is kept for later. */
    static <T> T uninterrupted(Callable<T> reading) throws IOException {
        Future<T> result = THREAD.submit(reading);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
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
}
