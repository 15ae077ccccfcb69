package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void onATerminalThereIsABarWithRateAndTimeLeft() {
        try (Progress progress = console(Console.Reader.TERMINAL).bar()) {
            progress.stage("sampling", 20, 0);
            progress.at(20, "well");
        }
        assertThat(told()).contains("sampling", "100%", "20/20", "/s", "well");
    }

    @Test
    void elsewhereThereIsNoBar() {
        try (Progress progress = console(Console.Reader.FILE).bar()) {
            progress.stage("sampling", 20, 0);
            progress.at(20, "");
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void aQuietConsoleTellsNothingOfItsWay() {
        Console quiet = console(Console.Reader.TERMINAL).hushed();
        try (Progress progress = quiet.journal()) {
            progress.stage("training", 20, 0);
            progress.at(20, "");
        }
        quiet.note("done");
        assertThat(told()).isEmpty();
    }

    @Test
    void aJournalTellsNowAndThenAndAtTheEnd() {
        Progress progress = new ProgressLines(err, Duration.ofHours(1));
        progress.stage("training", 100, 40);
        progress.at(41, "loss 1");
        progress.at(100, "loss 0.5");
        assertThat(told().lines()).containsExactly("training: 40 of 100", "training: 100 of 100, loss 0.5, 0.0 s left");
    }

    @Test
    void durationsAreToldInTheirLargestUnits() {
        assertThat(Spoken.duration(Duration.ofMillis(4_230))).isEqualTo("4.2 s");
        assertThat(Spoken.duration(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
        assertThat(Spoken.duration(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
    }

    private Console console(Console.Reader reader) {
        return new Console(err, err, reader);
    }

    private String told() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
