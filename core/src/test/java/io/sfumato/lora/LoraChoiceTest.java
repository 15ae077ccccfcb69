package io.sfumato.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "style.safetensors, style.safetensors, 1",
        "style.safetensors:0.8, style.safetensors, 0.8",
        "style.safetensors:-1, style.safetensors, -1",
        "a:b/style.pt:1e-1, a:b/style.pt, 0.1",
        "c:style.safetensors, c:style.safetensors, 1"
    })
    void aScaleIsBehindTheLastColon(String text, String file, double scale) {
        assertThat(LoraChoice.parse(text)).isEqualTo(new LoraChoice(Path.of(file), scale));
    }

    @ParameterizedTest
    @ValueSource(strings = {"style.safetensors:", "style.safetensors:much", "a:NaN", "a:Infinity", "a:1.2.3", "a:-"})
    void aScaleThatIsNoNumberIsRefused(String text) {
        assertThatThrownBy(() -> LoraChoice.parse(text)).hasMessageContaining("expected a number");
    }
}
