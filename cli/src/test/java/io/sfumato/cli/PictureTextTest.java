package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.diffusion.Shortcuts;
import io.sfumato.image.Png;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.DType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTextTest {
    @Test
    void theTextIsTheFormThatOtherProgramsRead() {
        assertThat(text(request("a red apple", "", 0)))
                .isEqualTo("a red apple\nSteps: 20, Sampler: ddim, CFG scale: 4, Seed: 9, Size: 128x64,"
                        + " Model hash: 0123456789, Model: tiny, Precision: float32, Version: "
                        + Installation.version());
    }

    @Test
    void negativeAndEtaAreToldWhereTheyMatter() {
        assertThat(text(request("apple", "worm", 0.5)))
                .startsWith("apple\nNegative prompt: worm\nSteps: 20, ")
                .contains(", Eta: 0.5, Precision: float32, Version: ");
    }

    @ParameterizedTest
    @CsvSource({
        "DPM++ 2M Karras, , 'Sampler: dpmpp_2m_karras, '",
        "Euler a, , 'Sampler: euler_a, '",
        "Euler a, 0, ', Eta: 0, '",
        "ddim, 0, 'Model: tiny, Precision'",
    })
    void theSamplerIsToldAsItIsAskedFor(String name, @Nullable Double eta, String told) {
        OptionalDouble asked = eta == null ? OptionalDouble.empty() : OptionalDouble.of(eta);
        SamplerChoice sampler = SamplerChoice.parse(name);
        assertThat(text(new GenerationRequest(
                        "apple", 3, new GenerationSettings("", 7, 1, 128, 64, 20, 4, asked, sampler))))
                .contains(told);
    }

    @Test
    void whatWasLeftOutIsTold() {
        Shortcuts shortcuts = new Shortcuts(new Shortcuts.Reuse(3), new Shortcuts.TokenMerging(0.5));
        GenerationRequest request = request("apple", "", 0);
        GenerationRequest shortened =
                new GenerationRequest("apple", 3, request.settings().taking(shortcuts));
        assertThat(text(shortened)).contains(", Reuse: 3, Merged tokens: 0.5, Precision: float32, ");
        assertThat(text(request)).doesNotContain("Reuse").doesNotContain("Merged");
    }

    @Test
    void theFileCarriesIt(@TempDir Path folder) throws IOException {
        PictureText text = new PictureText(
                Asked.of(request("苹果 \"noto\"", "", 0)), "tiny", DType.FLOAT32, () -> "0123456789", List.of());
        Path file = folder.resolve("apple.png");
        new Png(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), text.chunk(2)).write(file);
        assertThat(Png.read(file).text().get("parameters"))
                .startsWith("苹果 \"noto\"\nSteps: 20")
                .contains("Seed: 9");
    }

    private static String text(GenerationRequest request) {
        return new PictureText(Asked.of(request), "tiny", DType.FLOAT32, () -> "0123456789", List.of())
                .chunk(2)
                .get(PictureText.KEYWORD);
    }

    private static GenerationRequest request(String prompt, String negative, double eta) {
        return new GenerationRequest(
                prompt,
                3,
                new GenerationSettings(
                        negative, 7, 1, 128, 64, 20, 4, OptionalDouble.of(eta), SamplerChoice.of(SamplerName.DDIM)));
    }
}
