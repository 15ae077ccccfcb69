package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.tensor.Processor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class BenchCommandTest {

    @Test
    void peopleReadATable() {
        Session session = Session.of("bench", "--parts", "unet,loading", "--repeats", "1", "--kinds");
        assertThat(session.exitCode()).isZero();
        assertThat(session.err()).isEmpty();
        assertThat(session.out())
                .contains("emoji-128, ", "product of matrices: ", "part ", "memory: ")
                .containsPattern("\nloading +1 (float32|bfloat16) +[0-9.]+ s")
                .containsPattern("\nunet +2 (float32|bfloat16) .* [0-9]+%\n")
                .containsPattern("\n  linear +[0-9]+ calls")
                .containsPattern("\n  the rest ")
                .doesNotContain("decode");
    }

    @Test
    void programsReadJson() throws IOException {
        Session session = Session.of(
                "bench",
                "--parts=conditioner,decode",
                "--precision=float32",
                "--repeats=2",
                "--size=emoji-128",
                "--json");
        JsonNode json = new ObjectMapper().readTree(session.out());
        assertThat(json.at("/matmul/float32").asDouble()).isPositive();
        assertThat(json.at("/matmul").has("bfloat16")).isEqualTo(Processor.multipliesBfloat16());
        assertThat(json.at("/peak_rss_mb").asDouble()).isPositive();
        assertThat(json.at("/rows").findValuesAsText("name")).containsExactly("conditioner", "decode");
        JsonNode row = json.at("/rows/1");
        assertThat(row.get("batch").asInt()).isOne();
        assertThat(row.get("precision").asText()).isEqualTo("float32");
        double rate = row.get("gflop").asDouble() / row.get("median_s").asDouble();
        assertThat(row.get("gflops").asDouble()).isCloseTo(rate, withinPercentage(0.001));
        assertThat(row.get("share").asDouble())
                .isCloseTo(rate / json.at("/matmul/float32").asDouble(), withinPercentage(0.001));
        assertThat(row.at("/kinds/convolution/calls").asInt()).isPositive();
        assertThat(row.at("/kinds_of_s").asDouble()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size sd-v9      | 'sd-v9' is not a size, expected emoji-128, ldm-celebahq, ldm-cin, sd-v1",
                "--parts decoder   | 'decoder' is not a part, expected one of loading, conditioner, unet, encode, decode, picture, training",
                "--repeats 0       | repeats is 0, expected 1 to 1000",
                "--training-batch -1 | batch of training is -1, expected 1 to 4096",
                "--size ldm-celebahq --parts conditioner | ldm-celebahq has no conditioner: it hears nothing",
                "--parts unet --steps 5 | --steps is of pictures, which are not timed",
                "--size sd-v1 --training-batch 5 | --training-batch is of training, which is not timed",
                "--kinds --json    | --kinds adds lines",
                "--parts unet --reuse 3  | --reuse and --merge-tokens are of pictures, which are not timed",
                "--parts training --precision int8  | training is to be timed in int8, which has no gradients",
                "--parts training --precision float16 | training is to be timed in float16, in which nothing is trained",
                "--precision half  | expected one of [AUTO, FLOAT32, BFLOAT16, FLOAT16, INT8]"
            })
    void whatCannotBeMeasuredIsRefusedInOneLine(String options, String complaint) {
        Session session = Session.of(("bench " + options.strip()).split(" ", -1));
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.out()).isEmpty();
        assertThat(session.err()).contains(complaint).hasLineCount(1);
    }
}
