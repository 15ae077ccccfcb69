package io.sfumato.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Ensembles whose members are threads of one process, which is all the same to libtorch and starts at once. */
final class Threaded {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private Threaded() {}

    /** What every member makes of its part, by rank. */
    static <T> List<T> ensemble(int size, Function<Ensemble, T> part) {
        int port = freePort();
        return members(size, rank -> {
            try (Region region = Region.open();
                    Ensemble ensemble = Ensemble.join(membership(rank, size, port), Device.CPU, PATIENCE)) {
                return part.apply(ensemble);
            }
        });
    }

    /** Runs something in as many threads, and returns the results by rank; throws what the first of them threw. */
    static <T> List<T> members(int size, Function<Integer, T> part) {
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                int number = rank;
                futures.add(threads.submit(() -> part.apply(number)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    static Membership membership(int rank, int size, int port) {
        return new Membership(
                rank, size, rank, new Membership.Meeting("127.0.0.1", port, Membership.Keeper.FIRST_PROCESS, 0));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
