package io.sfumato.cli;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Processes that share work and end together, whose output the console shows. */
final class Crew {
    static final File NOTHING = new File("/dev/null");

    private static final int SIGNALS = 128; // exit codes above are those of signals
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * How long things may take.
     *
     * @param grace how long the others may go on by themselves once one has failed: they notice, and say what they miss
     * @param farewell how long they may take to end once they are asked to after that
     * @param saving how long all may take to end where the user asks for it: for the step at hand, and for what they save
     */
    record Limits(Duration grace, Duration farewell, Duration saving) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(10));
    }

    private record End(int rank, int exitCode) {}

    private final List<Process> processes = new CopyOnWriteArrayList<>(); // the farewell may come at any time
    private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    private final Console console;
    private final Limits limits;
    private final List<CompletableFuture<Void>> watches = new CopyOnWriteArrayList<>();
    private final List<Thread> relays = new CopyOnWriteArrayList<>();
    private final Thread farewell;

    private Crew(Console console, Limits limits) {
        this.console = console;
        this.limits = limits;
        this.farewell = new Thread(() -> dismiss(limits.saving()), "farewell");
    }

    /**
     * Starts processes, of which the first speaks for all; of the others only errors are shown. Should this process be
     * asked to end, by Ctrl-C or SIGTERM, so are they.
     */
    static Crew start(List<ProcessBuilder> builders, Console console, Limits limits) {
        Crew crew = new Crew(console, limits);
        Runtime.getRuntime().addShutdownHook(crew.farewell);
        try {
            for (ProcessBuilder builder : builders) {
                crew.add(builder);
            }
        } catch (IOException e) {
            crew.dismiss(limits.farewell());
            crew.forget();
            throw new UsageException("the processes cannot be started: " + e.getMessage());
        }
        return crew;
    }

    private void add(ProcessBuilder builder) throws IOException {
        int rank = processes.size();
        if (rank > 0) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        Process process = builder.start();
        processes.add(process);
        relays.add(new Relay(rank).start(process.getErrorStream(), console.err()));
        if (rank == 0) {
            relays.add(Relay.withoutConnections(process.getInputStream(), console.out()));
        }
        watches.add(process.onExit().thenAccept(done -> ends.add(new End(rank, done.exitValue()))));
    }

    /** Waits until all have ended, and returns the exit code of the first that failed, or 0. */
    int await() {
        try {
            return firstFailure();
        } finally {
            dismiss(limits.farewell());
            forget();
        }
    }

    @SuppressWarnings("EmptyCatch") // this process ends, and the hook is at work
    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) {
            // as it should
        }
    }

    private int firstFailure() {
        try {
            @Nullable End failure = null;
            for (int i = 0; i < processes.size(); i++) {
                End end =
                        failure == null ? ends.take() : ends.poll(limits.grace().toMillis(), TimeUnit.MILLISECONDS);
                if (end == null) {
                    break;
                }
                if (failure == null && end.exitCode() != 0) {
                    failure = end;
                    tell(end);
                }
            }
            return failure == null ? 0 : failure.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.BROKEN;
        }
    }

    /** A process that failed by itself has said why, and one that was asked to end has saved itself. */
    private void tell(End end) {
        if (end.exitCode() > SIGNALS && end.exitCode() != SIGNALS + SIGINT && end.exitCode() != SIGNALS + SIGTERM) {
            console.err()
                    .println("sfumato: rank " + end.rank() + " of " + processes.size() + " was ended by signal "
                            + (end.exitCode() - SIGNALS) + ", and the others end with it."
                            + " Signal 9 without a sender is the system's where memory runs out");
        }
    }

    /** Asks all that still run to end, as Ctrl-C would, and kills those that do not. */
    void dismiss(Duration patience) {
        processes.forEach(process -> process.toHandle().destroy()); // Process.destroy would not hear their last words
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Process process : processes) {
                if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                }
            }
            for (Thread relay : relays) {
                relay.join(LAST_WORDS.toMillis());
            }
        } catch (InterruptedException e) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
