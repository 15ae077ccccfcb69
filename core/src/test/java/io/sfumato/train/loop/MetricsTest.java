package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Metrics.Point FIRST = new Metrics.Point(new Progress(20, 640), Map.of("loss", 0.5));
    private static final Metrics.Point SECOND =
            new Metrics.Point(new Progress(40, 1280), Map.of("loss", 0.25, "kl", 1234.5678));

    @TempDir
    private Path folder;

    private Metrics metrics;

    @BeforeEach
    void open() {
        metrics = new Metrics(folder.resolve("sketch.jsonl"));
    }

    @Test
    void whatWasNotedIsReadAgain() throws IOException {
        assertThat(metrics.read()).isEmpty();
        metrics.append(FIRST);
        metrics.append(SECOND);
        assertThat(metrics.read()).hasSize(2).first().isEqualTo(FIRST);
        assertThat(metrics.read().get(1).figures()).as("six digits").containsEntry("kl", 1234.57);
        assertThat(Files.readAllLines(metrics.file())).startsWith("{\"step\":20,\"images\":640,\"loss\":0.5}");
    }

    @Test
    void stepsThatAreTakenAgainAreNotedOnce() {
        metrics.forgetAfter(5);
        assertThat(metrics.file()).doesNotExist();
        metrics.append(FIRST);
        metrics.append(SECOND);
        metrics.forgetAfter(39);
        assertThat(metrics.read()).containsExactly(FIRST);
    }

    @Test
    void aLineThatWasCutShortIsForgotten() throws IOException {
        metrics.append(FIRST);
        Files.writeString(metrics.file(), "{\"step\":4", StandardOpenOption.APPEND);
        assertThat(metrics.read()).containsExactly(FIRST);
        metrics.forgetAfter(100);
        metrics.append(SECOND);
        assertThat(metrics.read()).hasSize(2);
    }
}
