package io.sfumato.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.condition.text.Tokenizer;
import io.sfumato.diffusion.Shortcuts;
import io.sfumato.model.Model;
import io.sfumato.model.ModelParts;
import io.sfumato.model.TinyModel;
import io.sfumato.model.Tokenizers;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Processor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same words and the same seed are the same picture.
 *
 * <p>In float32, libtorch takes other kernels for other batch sizes: for a small batch of one its own convolution
 * instead of oneDNN's, and in OpenBLAS's matrix products whatever suits the number of rows. The sums are rounded in
 * another order, by some 1e-7, which may turn the rounding of a sample to eight bits. In bfloat16 everything goes through
 * oneDNN, in one order.
 */
@ExtendWith(NoLeaks.class)
class ReproducibilityTest {
    private ModelParts parts;
    private Tokenizer tokenizer;
    private TextToImage pipeline;

    @BeforeEach
    void build() {
        tokenizer = TinyModel.tokenizer();
        pipeline = computingIn(Placement.FLOAT32);
    }

    private TextToImage computingIn(Placement compute) {
        parts = TinyModel.parts(Tokenizers.of(tokenizer), compute);
        return new TextToImage(Model.latentDiffusion(TinyModel.description(), parts, compute));
    }

    @AfterEach
    void close() {
        parts.close();
        tokenizer.close();
    }

    private static GenerationRequest request(long seed, int count, int batch) {
        return new GenerationRequest(
                "red apple",
                count,
                new GenerationSettings(
                        "", seed, batch, 16, 16, 3, 4, OptionalDouble.empty(), SamplerChoice.of(SamplerName.DDIM)));
    }

    private static GenerationRequest request(String prompt, String negative, double guidance) {
        return new GenerationRequest(
                prompt,
                1,
                new GenerationSettings(
                        negative,
                        7,
                        1,
                        16,
                        16,
                        3,
                        guidance,
                        OptionalDouble.empty(),
                        SamplerChoice.of(SamplerName.DDIM)));
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
        GenerationRequest request = new GenerationRequest(
                "red apple",
                1,
                new GenerationSettings("", 7, 1, 16, 16, 3, 4, OptionalDouble.empty(), SamplerChoice.of(sampler)));
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
    void everyShortcutMakesAnotherPictureAndTheSameOneEachTime() {
        GenerationRequest exact = request(7, 1, 1);
        List<Shortcuts> all = List.of(
                new Shortcuts(new Shortcuts.Reuse(2), Shortcuts.TokenMerging.NONE),
                new Shortcuts(Shortcuts.Reuse.NONE, new Shortcuts.TokenMerging(0.5)),
                new Shortcuts(new Shortcuts.Reuse(2), new Shortcuts.TokenMerging(0.5)));
        for (Shortcuts shortcuts : all) {
            GenerationRequest shortened =
                    new GenerationRequest("red apple", 1, exact.settings().taking(shortcuts));
            assertThat(picture(shortened)).isNotEqualTo(picture(exact)).containsExactly(picture(shortened));
        }
        GenerationRequest whole =
                new GenerationRequest("red apple", 1, exact.settings().taking(Shortcuts.NONE));
        assertThat(picture(whole)).containsExactly(picture(exact));
    }

    private static GenerationRequest fresh(long seed, int count) {
        return new GenerationRequest(
                "red apple",
                count,
                new GenerationSettings(
                        "", seed, count, 16, 16, 3, 1, OptionalDouble.of(1), SamplerChoice.of(SamplerName.DDIM)));
    }

    @Test
    void aPictureDoesNotDependOnItsBatch() {
        List<int[]> batch = generate(request(7, 3, 3));
        List<int[]> unequal = generate(request(7, 3, 2));
        for (int i = 0; i < 3; i++) {
            assertWithinOneLevel(picture(request(7 + i, 1, 1)), batch.get(i));
            assertWithinOneLevel(unequal.get(i), batch.get(i));
        }
        assertWithinOneLevel(picture(fresh(9, 1)), generate(fresh(7, 3)).get(2));
    }

    @Test
    void inBfloat16ItIsTheSameToTheLastBit() {
        assumeTrue(Processor.multipliesBfloat16(), "elsewhere it is emulated, through other kernels");
        parts.close();
        pipeline = computingIn(Placement.BFLOAT16);
        List<int[]> batch = generate(request(7, 3, 3));
        List<int[]> unequal = generate(request(7, 3, 2));
        for (int i = 0; i < 3; i++) {
            assertThat(picture(request(7 + i, 1, 1))).containsExactly(batch.get(i));
            assertThat(unequal.get(i)).containsExactly(batch.get(i));
        }
        assertThat(picture(fresh(9, 1))).containsExactly(generate(fresh(7, 3)).get(2));
    }

    private static void assertWithinOneLevel(int[] actual, int[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        int changed = 0;
        for (int i = 0; i < actual.length; i++) {
            for (int shift : new int[] {0, 8, 16}) {
                int difference = Math.abs((actual[i] >> shift & 0xff) - (expected[i] >> shift & 0xff));
                assertThat(difference).as("pixel %d", i).isLessThanOrEqualTo(1);
                changed += difference;
            }
        }
        assertThat(changed).as("samples that are rounded otherwise").isLessThan(actual.length / 20);
    }
}
