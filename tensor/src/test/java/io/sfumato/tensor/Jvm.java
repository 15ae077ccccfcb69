package io.sfumato.tensor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A {@link Player} in a JVM of its own. */
final class Jvm implements AutoCloseable {
    private static final int LONGEST_S = 30;

    private final Process process;
    private final BufferedReader output;

    private Jvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** As many JVMs, which meet. */
    static List<Jvm> start(int size, String part, int patience) {
        int port = Threaded.freePort();
        return IntStream.range(0, size)
                .mapToObj(rank -> start(
                        Map.of(
                                "RANK", String.valueOf(rank),
                                "WORLD_SIZE", String.valueOf(size),
                                "MASTER_ADDR", "127.0.0.1",
                                "MASTER_PORT", String.valueOf(port)),
                        part,
                        patience))
                .toList();
    }

    private static Jvm start(Map<String, String> environment, String part, int patience) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Player.class.getName()));
        command.addAll(List.of(part, String.valueOf(patience)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Jvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rest of the next line that begins with {@code word}. */
    String line(String word) {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(word)) {
                    return line.substring(word.length()).strip();
                }
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no line begins with '" + word + "' but " + lines);
    }

    int exitCode() {
        try {
            if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
                throw new AssertionError("the process does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
