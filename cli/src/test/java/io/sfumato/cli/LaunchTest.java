package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --processes}, with JVMs of their own. */
@Timeout(60)
class LaunchTest {
    @TempDir
    Path folder;

    @Test
    void startedProcessesMeetAndOneThatDiesEndsAll() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Console.Reader.FILE);
        LaunchPlan plan = new LaunchPlan(2, freePort(), LaunchedProgram.command(), List.of("meet"));
        assertThat(Crew.start(plan.processes(), console, Crew.Limits.USUAL).await())
                .isEqualTo(7);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("mean 0.5\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("rank 0 of 2 cannot go on with asking each other: rank 1 gives no sign of life");
    }

    @Test
    void whoStartedProcessesIsNotOutlivedByThem() throws Exception {
        List<String> command = new ArrayList<>(LaunchedProgram.command());
        command.add("start-and-wait");
        Process starter = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = starter.inputReader()) {
            ProcessHandle started =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            starter.destroyForcibly();
            started.onExit().get(20, TimeUnit.SECONDS);
            assertThat(started.isAlive()).isFalse();
        }
    }

    @Test
    void whoIsAskedToEndAsksThoseThatItStarted() throws Exception {
        List<String> command = new ArrayList<>(LaunchedProgram.command());
        command.add("crew");
        Process starter = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = starter.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("begun");
            starter.toHandle().destroy();
            assertThat(lines.readLine()).isEqualTo("saved");
            assertThat(starter.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(starter.exitValue()).isEqualTo(143);
        }
    }

    @Test
    void whatCannotBeTrainedIsSaidOnceAndStartsNobody() {
        Session missing = Session.of("train", folder.resolve("none.yaml").toString(), "--processes", "2");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err().lines()).hasSize(1);
        assertThat(Files.exists(folder.resolve("runs"))).isFalse();
    }

    @Test
    void numbersOfProcessesThatCannotBeAreRefused() {
        assertThat(Session.of("train", "r.yaml", "--processes", "0").err())
                .isEqualTo("sfumato: --processes is 0, expected 1 to 1024\n");
        assertThat(Session.of("train", "r.yaml", "--processes", "2000").exitCode())
                .isEqualTo(2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
