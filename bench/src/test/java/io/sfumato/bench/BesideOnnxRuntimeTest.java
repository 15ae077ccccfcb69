package io.sfumato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BesideOnnxRuntimeTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return BesideOnnxRuntime.commandLine(new PrintStream(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @ParameterizedTest
    @CsvSource({
        "--size, big, is not a size",
        "--parts, encode, has no graph",
        "--batch, 0, --batch is 0",
        "--threads, 0, --threads is 0",
        "--repeats, 5000, --repeats is 5000",
        "--colour, red, Unknown option"
    })
    void badInputIsOneLine(String option, String value, String complaint) {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(err.toString()).contains(complaint);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void aRunTellsBothSides() {
        assertThat(run("--parts", "decode", "--repeats", "1")).isZero();
        assertThat(out.toString())
                .startsWith("emoji-128, ")
                .containsPattern("decode +1 +[0-9.]+ s +[0-9., ]+ s +[0-9.]+ s +[0-9., ]+ s +[0-9.]+ +[0-9.]+e-0[5-9]")
                .containsPattern("product of matrices: [0-9]+ GFLOP/s in float32")
                .contains("decode of 1: 2.3 GFLOP, ours ")
                .contains("both sides at once");
        assertThat(err.toString()).isEmpty();
    }
}
