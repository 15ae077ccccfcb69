package io.sfumato.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationRequestTest {
    private static GenerationRequest request(int count, int batch, int width, int height, int steps) {
        return new GenerationRequest(
                "a red apple",
                count,
                new GenerationSettings(
                        "",
                        1,
                        batch,
                        width,
                        height,
                        steps,
                        4,
                        OptionalDouble.empty(),
                        SamplerChoice.of(SamplerName.DDIM)));
    }

    private static GenerationRequest request(String prompt, double guidance, double eta) {
        return new GenerationRequest(
                prompt,
                1,
                new GenerationSettings(
                        "", 1, 1, 64, 64, 20, guidance, OptionalDouble.of(eta), SamplerChoice.of(SamplerName.DDIM)));
    }

    @Test
    void theEndsOfEveryRangeAreFine() {
        assertThat(request(1, 1, 8, 8, 1).settings().steps()).isEqualTo(1);
        assertThat(request(10_000, 64, 2048, 2048, 1000).count()).isEqualTo(10_000);
        assertThat(request("x", 0, 0).settings().guidance()).isZero();
        assertThat(request("x", 100, 1).settings().eta()).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 64, 64, 20, 'count is 0, expected 1 to 10000'",
        "10001, 1, 64, 64, 20, 'count is 10001, expected 1 to 10000'",
        "1, 0, 64, 64, 20, 'batch is 0, expected 1 to 64'",
        "1, 65, 64, 64, 20, 'batch is 65, expected 1 to 64'",
        "1, 1, 7, 64, 20, 'width is 7, expected 8 to 2048'",
        "1, 1, 2049, 64, 20, 'width is 2049, expected 8 to 2048'",
        "1, 1, 64, -8, 20, 'height is -8, expected 8 to 2048'",
        "1, 1, 64, 64, 0, 'steps are 0, expected 1 to 1000'",
        "1, 1, 64, 64, 1001, 'steps are 1001, expected 1 to 1000'",
    })
    void aNumberOutOfRangeIsRefused(int count, int batch, int width, int height, int steps, String complaint) {
        assertThatThrownBy(() -> request(count, batch, width, height, steps))
                .isInstanceOf(RequestException.class)
                .hasMessage(complaint);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
    void guidanceIsANumberFromZeroToAHundred(double guidance) {
        assertThatThrownBy(() -> request("x", guidance, 0))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("guidance is " + guidance)
                .hasMessageContaining("2 to 4 is usual");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void etaIsANumberFromZeroToOne(double eta) {
        assertThatThrownBy(() -> request("x", 4, eta))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("eta is " + eta);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u2003"})
    void aPromptHasWords(String prompt) {
        assertThatThrownBy(() -> request(prompt, 4, 0))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("prompt is empty");
    }
}
