package io.sfumato.cli;

import io.sfumato.tensor.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb understands. */
final class CommonOptions {
    private static final int MOST_THREADS = 1024;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--quiet", description = "Print results and errors, nothing else.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Show where in the program an error happened.")
    private boolean verbose;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Processor threads (default: one per core). Last digits may differ with another number.")
    private @Nullable Integer threads;

    /** The console as the user wants it. */
    Console heard(Console console) {
        return quiet ? console.hushed() : console;
    }

    /** Sets what holds for the whole process. */
    void apply() {
        if (threads == null) {
            return;
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new UsageException("--threads is " + threads + ", expected 1 to " + MOST_THREADS);
        }
        Threads.use(threads);
    }
}
