package io.sfumato.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Samples, decoded and framed beside the computation. What is at a position depends on the feed and the seed alone: not on
 * what was asked for before, nor on threads. To be asked by one thread.
 */
public final class Loader implements AutoCloseable {
    private static final int SECONDS_TO_END = 30;

    private final Order order;
    private final Samples samples;
    private final Consumer<BrokenPictureException> listener;
    private final int requestsAhead;
    private final ExecutorService threads;
    private final Map<Long, FutureTask<Sample>> tasks = new HashMap<>();
    private final Foresight foresight = new Foresight();

    private Loader(Feed feed, long seed, Loading loading, Consumer<BrokenPictureException> listener) {
        this.order = feed.order();
        this.samples = new Samples(feed, seed, loading.cacheBytes());
        this.listener = listener;
        this.requestsAhead = loading.ahead();
        this.threads = Executors.newFixedThreadPool(loading.threads(), Loader::thread);
    }

    /** Starts the threads; {@code broken} hears of each broken entry once, in the thread that asks for samples. */
    public static Loader open(Feed feed, long seed, Loading loading, Consumer<BrokenPictureException> broken) {
        return new Loader(feed, seed, loading, broken);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pictures");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The samples at positions {@code from} to {@code to} − 1, in their order. What is likely to be asked for next, going by the
     * requests so far, is prepared while the caller works. Throws {@link DataException} where more than 1 % of the data set is
     * broken.
     */
    public List<Sample> samples(long from, long to) {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("positions " + from + " to " + to + ", expected 0 or more, and some");
        }
        Set<Long> wanted = new HashSet<>();
        List<FutureTask<Sample>> now = start(from, to, wanted);
        foresight
                .next(new Foresight.Range(from, to), requestsAhead)
                .forEach(range -> start(range.from(), range.to(), wanted));
        forgetAllBut(wanted);
        List<Sample> ready = new ArrayList<>(now.size());
        now.forEach(task -> ready.add(result(task)));
        LongStream.range(from, to).forEach(tasks::remove);
        samples.broken().news().forEach(listener);
        return ready;
    }

    private List<FutureTask<Sample>> start(long from, long to, Set<Long> wanted) {
        List<FutureTask<Sample>> started = new ArrayList<>();
        for (long position = from; position < to; position++) {
            wanted.add(position);
            FutureTask<Sample> task = tasks.get(position);
            if (task == null) {
                long at = position;
                int entry = order.at(at);
                task = new FutureTask<>(() -> samples.at(at, entry));
                tasks.put(position, task);
                threads.execute(task);
            }
            started.add(task);
        }
        return started;
    }

    /** After a jump, what was prepared for nothing. */
    private void forgetAllBut(Set<Long> wanted) {
        tasks.entrySet().removeIf(entry -> {
            boolean unwanted = !wanted.contains(entry.getKey());
            if (unwanted) {
                entry.getValue().cancel(false);
            }
            return unwanted;
        });
    }

    /** The caller works too, where the threads are behind: a task that runs already is not run twice. */
    private static Sample result(FutureTask<Sample> task) {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("reading of pictures was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) { // as out of memory, which no picture is to blame for
                throw failure;
            }
            throw new DataException("reading of pictures failed: " + e.getCause(), e);
        }
    }

    /** Stops the threads, when each has finished its picture. */
    @Override
    public void close() {
        tasks.values().forEach(task -> task.cancel(false));
        threads.shutdown();
        try {
            threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
