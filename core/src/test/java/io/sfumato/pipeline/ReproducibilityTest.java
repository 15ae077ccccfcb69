package io.sfumato.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.text.Tokenizer;
import io.sfumato.model.Model;
import io.sfumato.model.ModelParts;
import io.sfumato.model.TinyModel;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.testkit.NoLeaks;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same words and the same seed are the same picture. */
@ExtendWith(NoLeaks.class)
class ReproducibilityTest {
    private ModelParts parts;
    private Tokenizer tokenizer;
    private TextToImage pipeline;

    @BeforeEach
    void build() {
        parts = TinyModel.parts();
        tokenizer = TinyModel.tokenizer();
        pipeline = new TextToImage(Model.latentDiffusion(TinyModel.description(), parts, tokenizer, DType.FLOAT32));
    }

    @AfterEach
    void close() {
        parts.close();
        tokenizer.close();
    }

    private static GenerationRequest request(long seed, int count, int batch) {
        return new GenerationRequest("red apple", "", seed, count, batch, 16, 16, 3, 4, 0, SamplerName.DDIM);
    }

    private static GenerationRequest request(String prompt, String negative, double guidance) {
        return new GenerationRequest(prompt, negative, 7, 1, 1, 16, 16, 3, guidance, 0, SamplerName.DDIM);
    }

    /** The samples of each picture. */
    private List<int[]> generate(GenerationRequest request) {
        List<BufferedImage> images = new ArrayList<>();
        pipeline.generate(request, GenerationListener.collecting(images));
        List<int[]> pictures = new ArrayList<>();
        for (BufferedImage image : images) {
            int width = image.getWidth();
            pictures.add(image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
        }
        return pictures;
    }

    private int[] picture(GenerationRequest request) {
        return generate(request).get(0);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedMakesTheSamePicture(SamplerName sampler) {
        GenerationRequest request = new GenerationRequest("red apple", "", 7, 1, 1, 16, 16, 3, 4, 0, sampler);
        assertThat(picture(request)).containsExactly(picture(request));
    }

    @Test
    void everyWishChangesThePicture() {
        int[] picture = picture(request("red apple", "", 4));
        assertThat(picture(request("noto style", "", 4))).isNotEqualTo(picture);
        assertThat(picture(request("red apple", "noto", 4))).isNotEqualTo(picture);
        assertThat(picture(request("red apple", "", 2))).isNotEqualTo(picture);
        assertThat(picture(request(8, 1, 1))).isNotEqualTo(picture);
        assertThat(picture(request(7, 1, 1))).isEqualTo(picture);
    }

    @Test
    void aPictureDoesNotDependOnItsBatch() {
        List<int[]> batch = generate(request(7, 3, 3));
        for (int i = 0; i < 3; i++) {
            assertSame(picture(request(7 + i, 1, 1)), batch.get(i));
        }
        List<int[]> unequal = generate(request(7, 3, 2));
        for (int i = 0; i < 3; i++) {
            assertSame(unequal.get(i), batch.get(i));
        }
    }

    @Test
    void norDoesOneWithFreshNoise() {
        GenerationRequest together = new GenerationRequest("red apple", "", 7, 3, 3, 16, 16, 3, 1, 1, SamplerName.DDIM);
        GenerationRequest alone = new GenerationRequest("red apple", "", 9, 1, 1, 16, 16, 3, 1, 1, SamplerName.DDIM);
        assertSame(picture(alone), generate(together).get(2));
    }

    private static void assertSame(int[] actual, int[] expected) {
        assertThat(actual).containsExactly(expected);
    }
}
