package io.sfumato.cli;

import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Membership;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a verb understands whose work several processes share: those that it starts, or those that it belongs to. */
final class ProcessOptions {
    private static final int MOST_PROCESSES = 1024;
    private static final int LONGEST_PATIENCE = 7 * 24 * 3600;

    @Option(
            names = "--processes",
            paramLabel = "N",
            description =
                    "Processes on this machine that share the work (default: 1). Each gets an equal part of the cores"
                            + " unless --threads says how many.")
    private @Nullable Integer processes;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long processes wait for each other (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // the parser sets it
    private CommandSpec command;

    /** Whether this process is to start others and do nothing else. */
    boolean areToBeStarted() {
        if (processes == null) {
            return false;
        }
        if (processes < 1 || processes > MOST_PROCESSES) {
            throw new UsageException("--processes is " + processes + ", expected 1 to " + MOST_PROCESSES);
        }
        if (processes > 1 && saysSeveral(System.getenv("WORLD_SIZE"))) {
            throw new UsageException("--processes starts processes, and the environment says (WORLD_SIZE is "
                    + System.getenv("WORLD_SIZE") + ") that this one was started as one of several."
                    + " Leave out --processes, or unset RANK and WORLD_SIZE");
        }
        return processes > 1;
    }

    private static boolean saysSeveral(@Nullable String size) {
        return size != null && !size.isBlank() && !size.strip().equals("1");
    }

    /** Those of several tasks that each start processes would train the whole by themselves. */
    void refuseUntranslatedTasks() {
        Membership.of(System.getenv());
    }

    /** How many there are to be on this machine. */
    int count() {
        return processes == null ? 1 : processes;
    }

    /** Has as many processes do what this one was asked to, and returns the exit code of the first that failed, or 0. */
    int start(Console console) {
        int size = count();
        List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
        return Crew.start(LaunchPlan.ofThisProgram(arguments, size).processes(), console, Crew.Limits.USUAL)
                .await();
    }

    /** The place of this process among others, as the environment says; none where it says nothing. */
    Optional<Membership> membership() {
        return Membership.of(System.getenv());
    }

    /**
     * The processes that this one belongs to; itself alone where there are no others.
     *
     * @param device where this one has its networks
     */
    Ensemble join(Device device) {
        if (patience < 1 || patience > LONGEST_PATIENCE) {
            throw new UsageException("--patience is " + patience + ", expected 1 to " + LONGEST_PATIENCE + " seconds");
        }
        return membership()
                .map(membership -> Ensemble.join(membership, device, Duration.ofSeconds(patience)))
                .orElseGet(Ensemble::alone);
    }
}
