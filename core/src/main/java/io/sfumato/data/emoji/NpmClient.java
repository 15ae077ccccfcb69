package io.sfumato.data.emoji;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fetches packages with the npm client ({@code npm pack}), so that its registry, proxy and credentials settings hold.
 *
 * @param program what to run, {@code npm} unless a test says otherwise
 * @param patience how long one package may take
 */
record NpmClient(String program, Duration patience) implements PackageSource {
    private static final int LINES_QUOTED = 5;

    static NpmClient installed() {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        return new NpmClient(windows ? "npm.cmd" : "npm", Duration.ofMinutes(10));
    }

    @Override
    public Path fetch(NpmPackage wanted, Path directory) {
        Path log = directory.resolve("npm.log");
        int status = run(wanted, directory, log);
        if (status != 0) {
            throw new DataException("npm pack " + wanted + ": ended with status " + status + ": " + end(log)
                    + ". Is the npm registry reachable? Otherwise put " + wanted.fileName() + " into "
                    + directory.toAbsolutePath().getParent());
        }
        return archive(wanted, directory);
    }

    private int run(NpmPackage wanted, Path directory, Path log) {
        ProcessBuilder builder = new ProcessBuilder(
                        program, "pack", wanted.toString(), "--ignore-scripts", "--no-update-notifier", "--no-fund")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Process process = start(builder, wanted, directory);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new DataException("npm pack " + wanted + ": no answer in " + patience.toSeconds()
                        + " s, gave up. Is the npm registry reachable?");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("npm pack " + wanted + ": interrupted", e);
        } catch (IOException e) {
            throw new DataException("npm pack " + wanted + ": " + e.getMessage(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private Process start(ProcessBuilder builder, NpmPackage wanted, Path directory) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new DataException(
                    program
                            + ": cannot be run, but the emoji come from the npm registry. Install Node.js (which has npm),"
                            + " or put " + wanted.fileName() + " into "
                            + directory.toAbsolutePath().getParent(),
                    e);
        }
    }

    private static Path archive(NpmPackage wanted, Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> archives =
                    files.filter(file -> file.toString().endsWith(".tgz")).toList();
            if (archives.size() == 1) {
                return archives.get(0);
            }
            throw new DataException("npm pack " + wanted + ": left " + archives.size() + " archives, expected one");
        } catch (IOException e) {
            throw new DataException(directory + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static String end(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("error") || line.contains("ERR"))
                    .toList();
            return String.join(" | ", lines.subList(0, Math.min(LINES_QUOTED, lines.size())));
        } catch (IOException e) {
            return "(its output is lost: " + e.getMessage() + ")";
        }
    }
}
