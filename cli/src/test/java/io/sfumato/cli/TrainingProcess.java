package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** {@code train} in a JVM of its own, on one thread, which can be ended by signals. */
final class TrainingProcess implements AutoCloseable {
    static final int SIGINT = 2;
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    private static final int LONGEST_S = 120;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private TrainingProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "lines of a run");
        reader.start();
    }

    /** Starts {@code train} with these arguments. */
    static TrainingProcess start(List<String> arguments) {
        return start(List.of(), arguments);
    }

    /** Starts {@code train} where no file may have more bytes: writing fails there, as on a full disk. */
    static TrainingProcess startWithFilesOf(long bytes, List<String> arguments) {
        return start(List.of("prlimit", "--fsize=" + bytes), arguments);
    }

    private static TrainingProcess start(List<String> launcher, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of("env", "--default-signal=INT")); // tests may run in the background
        command.addAll(launcher);
        command.addAll(LaunchPlan.ofThisProgram(List.of(), 1).java());
        command.removeIf(option -> option.startsWith("-javaagent") || option.startsWith("-Xmx"));
        int options = command.indexOf("-cp");
        command.addAll(options, List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.removeIf(option -> option.equals(Starter.option()));
        command.add("train");
        command.addAll(arguments);
        command.addAll(List.of("--threads", "1"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        try {
            return new TrainingProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException | IOException e) {
            lines.add("the output ended: " + e.getMessage());
        }
    }

    /** Those that it started, in the order of their ranks. */
    List<ProcessHandle> children() {
        return process.children()
                .sorted(Comparator.comparingLong(ProcessHandle::pid))
                .toList();
    }

    /** Whether a line begins with these words. */
    boolean said(String words) {
        return lines.stream().anyMatch(line -> line.startsWith(words));
    }

    /** Everything that it said. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a moment of its life, and fails where it ends before. */
    TrainingProcess await(BooleanSupplier moment) {
        while (!moment.getAsBoolean()) {
            assertThat(process.isAlive()).as("alive, having said %s", lines).isTrue();
            pause(1);
        }
        return this;
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends a signal and returns the exit code. */
    int end(int signal) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            return exitCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it at once, unless it has ended. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(LONGEST_S, TimeUnit.SECONDS))
                    .as("ended, having said %s", lines)
                    .isTrue();
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
