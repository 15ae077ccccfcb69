package io.sfumato.cli;

import io.sfumato.tensor.NativeLibraries;
import io.sfumato.tensor.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb that computes with tensors understands. */
final class ComputeOptions {
    private static final int MOST_THREADS = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Processor threads (default: one per core). Last digits may differ with another number.")
    private @Nullable Integer threads;

    /** Sets what holds for the whole process. */
    void apply() {
        NativeLibraries.loadEarly();
        if (threads == null) {
            return;
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new UsageException("--threads is " + threads + ", expected 1 to " + MOST_THREADS);
        }
        Threads.use(threads);
    }
}
