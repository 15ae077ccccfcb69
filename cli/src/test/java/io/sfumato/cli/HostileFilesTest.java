package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.testkit.HostileFile;
import io.sfumato.tensor.testkit.HostileFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files from strangers, as a user would open them: one line, exit code 2, and nothing written. */
class HostileFilesTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    static Stream<HostileFile> corpus() {
        return HostileFiles.all().stream();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void everyVerbThatOpensThemRefuses(HostileFile hostile) throws IOException, URISyntaxException {
        String file = hostile.write(folder).toString();
        String config = Path.of(Objects.requireNonNull(
                                HostileFilesTest.class.getResource("/golden/class-conditional/config.yaml"))
                        .toURI())
                .toString();
        String inputs = config.replace("config.yaml", "io.safetensors");
        String out = elsewhere.resolve("out.safetensors").toString();
        assertRefused(Session.of("inspect", file));
        assertRefused(Session.of("sample", "--model", file, "--config", config, "--inputs", inputs, "--outputs", out));
        assertRefused(Session.of(
                "convert",
                "--model",
                file,
                "--config",
                config,
                "-o",
                elsewhere.resolve("model").toString()));
        try (Stream<Path> written = Files.list(elsewhere)) {
            assertThat(written).isEmpty();
        }
    }

    private static void assertRefused(Session session) {
        assertThat(session.err()).startsWith("sfumato: ").hasLineCount(1);
        assertThat(session.out()).isEmpty();
        assertThat(session.exitCode()).isEqualTo(2);
    }
}
