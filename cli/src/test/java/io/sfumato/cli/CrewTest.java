package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that end together; those of a shell, which start at once. */
@Timeout(30)
class CrewTest {
    private static final Crew.Limits SHORT =
            new Crew.Limits(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500));
    private static final Crew.Limits LONG =
            new Crew.Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aCrewIsDoneWhenAllAre() {
        assertThat(run(SHORT, "exit 0", "sleep 0.3", "exit 0")).isZero();
    }

    @Test
    void whoWasAskedToEndHasSavedItselfAndIsNotMourned() {
        assertThat(run(LONG, "exit 130", "exit 143")).isIn(130, 143);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void theFirstProcessSpeaksAndOfTheOthersErrorsAreHeard() {
        int exitCode = run(
                LONG,
                "echo '[Gloo] Rank 0 is connected to 1 peer ranks'; echo result; printf 'bar\\rbar' >&2",
                "sleep 0.5; echo unheard; echo error >&2");
        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("result\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("bar\rbarrank 1: error\n");
    }

    @Test
    void theExitCodeIsThatOfTheFirstFailure() {
        assertThat(run(LONG, "sleep 0.5; exit 1", "exit 7", "sleep 1; exit 2")).isEqualTo(7);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whoDoesNotEndByItselfAfterAFailureIsAskedTo() {
        assertThat(run(SHORT, "trap 'echo saved; exit 0' TERM; while true; do sleep 0.1; done", "exit 3"))
                .isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("saved\n");
    }

    @Test
    void whoDoesNotEndWhenAskedIsKilled() {
        long begin = System.nanoTime();
        assertThat(run(SHORT, "trap '' TERM; while true; do sleep 0.1; done", "exit 3"))
                .isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aProcessThatWasKilledIsNamed() {
        assertThat(run(SHORT, "sleep 20", "kill -9 $$")).isEqualTo(137);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("sfumato: rank 1 of 2 was ended by signal 9, and the others end with it."
                        + " Signal 9 without a sender is the system's where memory runs out\n");
    }

    @Test
    void whatCannotBeStartedIsSaidAndLeavesNobodyBehind() {
        ProcessBuilder absent = new ProcessBuilder("/no/such/program");
        assertThatThrownBy(() -> Crew.start(List.of(shell("sleep 20"), absent), console(), SHORT))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("/no/such/program");
    }

    private int run(Crew.Limits limits, String... scripts) {
        return Crew.start(Stream.of(scripts).map(CrewTest::shell).toList(), console(), limits)
                .await();
    }

    private static ProcessBuilder shell(String script) {
        return new ProcessBuilder("bash", "-c", script);
    }

    private Console console() {
        return new Console(stream(out), stream(err), Console.Reader.FILE);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
