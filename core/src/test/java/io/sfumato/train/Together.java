package io.sfumato.train;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Membership;
import io.sfumato.tensor.Region;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.TrainObserver;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Training sessions of several members, which are threads here: to libtorch that is all the same, and they start at once. */
public final class Together {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Together() {}

    /** As many members train; the first one's observer hears it. Throws what the first of them threw. */
    public static void train(int size, TrainObserver observer, Stop stop, Consumer<Session> training) {
        if (size == 1) {
            training.accept(new Session(Ensemble.alone(), Device.CPU, observer, stop));
            return;
        }
        int port = freePort();
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                Membership member = new Membership(
                        rank,
                        size,
                        rank,
                        new Membership.Meeting("127.0.0.1", port, Membership.Keeper.FIRST_PROCESS, 0));
                TrainObserver heard = rank == 0 ? observer : new Silent();
                futures.add(threads.submit(() -> train(member, heard, stop, training)));
            }
            rethrow(futures);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void train(Membership member, TrainObserver observer, Stop stop, Consumer<Session> training) {
        try (Region region = Region.open();
                Ensemble ensemble = Ensemble.join(member, Device.CPU, PATIENCE)) {
            training.accept(new Session(ensemble, Device.CPU, observer, stop));
        }
    }

    private static void rethrow(List<Future<?>> futures) {
        @Nullable RuntimeException first = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                RuntimeException problem = e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException(e.getCause());
                first = first == null ? problem : first;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
