package io.sfumato.firststage;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.image.Pixels;
import io.sfumato.nn.Init;
import io.sfumato.nn.OfficialParameters;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class AutoencoderTest {
    private static AutoencoderSpec spec(int patch, List<Integer> multipliers) {
        return new AutoencoderSpec(patch, 16, 32, multipliers, 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 3, 4);
    }

    private static KlAutoencoder autoencoder(AutoencoderSpec spec) {
        KlAutoencoder autoencoder = new KlAutoencoder(spec, new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(autoencoder.parameters(), 1);
        return autoencoder;
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    @Test
    void theParametersOfKlF8AreThePublishedOnes() {
        assertOfficial(
                "autoencoder-kl-f8",
                new AutoencoderSpec(
                        1, 256, 128, List.of(1, 2, 4, 4), 2, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4),
                83_653_863);
    }

    /** It has attention at the level whose feature map is 16 × 16. */
    @Test
    void theParametersOfKlF16AreThePublishedOnes() {
        assertOfficial(
                "autoencoder-kl-f16",
                new AutoencoderSpec(
                        1, 256, 128, List.of(1, 1, 2, 2, 4), 2, Set.of(16), AutoencoderSpec.Attention.SOFTMAX, 16, 16),
                69_610_963);
    }

    private static void assertOfficial(String name, AutoencoderSpec spec, long count) {
        try (KlAutoencoder autoencoder = new KlAutoencoder(spec, OfficialParameters.UNTOUCHED)) {
            OfficialParameters.assertSame(autoencoder, OfficialParameters.read(name));
            assertThat(autoencoder.parameterCount()).isEqualTo(count);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,3,4", "2,1,2", "2,2,4", "4,1,4", "4,2,8"})
    void patchAndLevelsTogetherAreTheFactor(int patch, int levels, int factor) {
        AutoencoderSpec spec = spec(patch, List.of(1, 2, 2).subList(0, levels));
        assertThat(spec.factor()).isEqualTo(factor);
        try (KlAutoencoder autoencoder = autoencoder(spec)) {
            Grad.off(() -> {
                Tensor pixels = normal(2, 2, 3, 16, 24);
                Tensor moments = autoencoder.moments(pixels);
                assertThat(moments.shape()).isEqualTo(Shape.of(2, 8, 16 / factor, 24 / factor));
                Tensor back =
                        autoencoder.reconstruct(DiagonalGaussian.of(moments).mode());
                assertThat(back.shape()).isEqualTo(pixels.shape());
                assertThat(back.isFinite()).isTrue();
            });
        }
    }

    @Test
    void aPatchOfPixelsBecomesChannels() {
        try (KlAutoencoder autoencoder = autoencoder(spec(4, List.of(1)))) {
            assertThat(autoencoder.parameters().get("encoder.conv_in.weight").shape())
                    .isEqualTo(Shape.of(32, 48, 3, 3));
            assertThat(autoencoder.parameters().get("decoder.conv_out.weight").shape())
                    .isEqualTo(Shape.of(48, 32, 3, 3));
        }
    }

    @Test
    void attentionFallsWhereTheSideOfTheFeatureMapIsAsked() {
        AutoencoderSpec whole =
                new AutoencoderSpec(1, 16, 32, List.of(1, 1), 1, Set.of(8), AutoencoderSpec.Attention.SOFTMAX, 4, 4);
        AutoencoderSpec folded =
                new AutoencoderSpec(2, 16, 32, List.of(1, 1), 1, Set.of(8), AutoencoderSpec.Attention.SOFTMAX, 4, 4);
        try (KlAutoencoder deep = new KlAutoencoder(whole, OfficialParameters.UNTOUCHED);
                KlAutoencoder shallow = new KlAutoencoder(folded, OfficialParameters.UNTOUCHED)) {
            assertThat(deep.parameters()).containsKey("encoder.down.1.attn.0.q.weight");
            assertThat(deep.parameters()).doesNotContainKey("encoder.down.0.attn.0.q.weight");
            assertThat(shallow.parameters()).containsKey("encoder.down.0.attn.0.q.weight");
            assertThat(shallow.parameters()).doesNotContainKey("encoder.down.1.attn.0.q.weight");
        }
    }

    /** The reference halves 36 to 4 and doubles it back to 32. */
    @Test
    void sidesOfTheDecoderDoubleFromTheLowest() {
        AutoencoderSpec spec = new AutoencoderSpec(
                1, 36, 32, List.of(1, 1, 1, 1), 1, Set.of(18, 16), AutoencoderSpec.Attention.SOFTMAX, 4, 4);
        try (KlAutoencoder autoencoder = new KlAutoencoder(spec, OfficialParameters.UNTOUCHED)) {
            assertThat(autoencoder.parameters().keySet())
                    .filteredOn(name -> name.contains(".attn.") && name.endsWith(".q.weight"))
                    .containsExactly(
                            "encoder.down.1.attn.0.q.weight",
                            "decoder.up.1.attn.0.q.weight",
                            "decoder.up.1.attn.1.q.weight");
        }
        AutoencoderSpec low = new AutoencoderSpec(
                1, 36, 32, List.of(1, 1, 1, 1), 1, Set.of(18), AutoencoderSpec.Attention.SOFTMAX, 4, 4);
        try (KlAutoencoder autoencoder = new KlAutoencoder(low, OfficialParameters.UNTOUCHED)) {
            assertThat(autoencoder.parameters()).doesNotContainKey("decoder.up.1.attn.0.q.weight");
        }
    }

    @Test
    void linearAttentionIsNamedAsTheReferenceNamesIt() {
        AutoencoderSpec spec =
                new AutoencoderSpec(1, 16, 32, List.of(1, 2), 1, Set.of(8), AutoencoderSpec.Attention.LINEAR, 4, 4);
        try (KlAutoencoder autoencoder = new KlAutoencoder(spec, OfficialParameters.UNTOUCHED)) {
            assertThat(autoencoder.parameters().keySet())
                    .filteredOn(name -> name.contains("attn") && name.startsWith("encoder"))
                    .containsExactly(
                            "encoder.down.1.attn.0.to_qkv.weight",
                            "encoder.down.1.attn.0.to_out.weight",
                            "encoder.down.1.attn.0.to_out.bias",
                            "encoder.mid.attn_1.to_qkv.weight",
                            "encoder.mid.attn_1.to_out.weight",
                            "encoder.mid.attn_1.to_out.bias");
            assertThat(autoencoder
                            .parameters()
                            .get("encoder.mid.attn_1.to_qkv.weight")
                            .shape())
                    .isEqualTo(Shape.of(192, 64, 1, 1));
        }
    }

    /** Element by element: Σ over d and n of q[d, m] · softmax(k[d])[n] · v[e, n], mixed by the last layer. */
    @Test
    void linearAttentionSumsValuesByTheirKeysShares() {
        int channels = 3;
        int positions = 4;
        try (LinearAttention attention = new LinearAttention(channels, new Init.Blank(Placement.FLOAT32))) {
            RandomWeights.fill(attention.parameters(), 1);
            Tensor x = normal(2, 1, channels, 2, 2);
            double[] result = Grad.off(() -> attention.forward(x).toDoubles());
            double[] in = x.toDoubles();
            double[] qkv = attention.parameters().get("to_qkv.weight").toDoubles();
            double[][] parts = new double[3 * channels][positions];
            for (int row = 0; row < parts.length; row++) {
                for (int n = 0; n < positions; n++) {
                    for (int c = 0; c < channels; c++) {
                        parts[row][n] += qkv[row * channels + c] * in[c * positions + n];
                    }
                }
            }
            double[][] attended = new double[channels][positions];
            for (int d = 0; d < channels; d++) {
                double[] keys = parts[channels + d];
                double total = Arrays.stream(keys).map(Math::exp).sum();
                for (int e = 0; e < channels; e++) {
                    for (int n = 0; n < positions; n++) {
                        double share = Math.exp(keys[n]) / total * parts[2 * channels + e][n];
                        for (int m = 0; m < positions; m++) {
                            attended[e][m] += parts[d][m] * share;
                        }
                    }
                }
            }
            double[] mixing = attention.parameters().get("to_out.weight").toDoubles();
            double[] bias = attention.parameters().get("to_out.bias").toDoubles();
            for (int o = 0; o < channels; o++) {
                for (int m = 0; m < positions; m++) {
                    double expected = bias[o];
                    for (int e = 0; e < channels; e++) {
                        expected += mixing[o * channels + e] * attended[e][m];
                    }
                    assertThat(result[o * positions + m]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void aSpecificationThatCannotBeBuiltIsRefused() {
        assertRefused("multipliers are empty", () -> spec(1, List.of()));
        assertRefused("multipliers", () -> spec(1, List.of(1, 0)));
        assertRefused("patch is 0", () -> spec(0, List.of(1)));
        assertRefused("patch is 3", () -> spec(3, List.of(1)));
        assertRefused("patch is -2", () -> spec(-2, List.of(1)));
        assertRefused(
                "channels are 48",
                () -> new AutoencoderSpec(1, 16, 48, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4));
        assertRefused(
                "channels are 0",
                () -> new AutoencoderSpec(1, 16, 0, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4));
        assertRefused(
                "latent",
                () -> new AutoencoderSpec(1, 16, 32, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 0, 4));
        assertRefused(
                "embedded",
                () -> new AutoencoderSpec(1, 16, 32, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 0));
    }

    private static void assertRefused(String complaint, Runnable building) {
        assertThatThrownBy(building::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("autoencoder")
                .hasMessageContaining(complaint);
    }

    @Test
    void attentionSidesHaveAnOrder() {
        AutoencoderSpec spec = new AutoencoderSpec(
                1, 64, 32, List.of(1), 1, Set.of(64, 8, 32, 16), AutoencoderSpec.Attention.SOFTMAX, 4, 4);
        assertThat(spec.attentionSides()).containsExactly(8, 16, 32, 64);
    }

    // ---- the distribution ------------------------------------------------------------------------------------------

    @Test
    void theDistributionIsReadFromTheMoments() {
        Tensor moments = Tensors.of(new float[] {1, 2, 0, 100, -100}, Shape.of(1, 5, 1, 1));
        DiagonalGaussian read =
                DiagonalGaussian.of(Tensors.cat(1, moments, moments.select(1, 0).unsqueeze(1)));
        assertThat(read.mode().toDoubles()).containsExactly(1, 2, 0);
        assertThat(read.logVariance().toDoubles()).containsExactly(20, -30, 1);
    }

    /** Of one dimension: ½ (mean² + variance − 1 − log variance). */
    @Test
    void theDivergenceIsItsClosedForm() {
        Tensor mean = Tensors.of(new double[] {0, 3, 1, 0}, Shape.of(2, 2, 1, 1));
        Tensor logVariance = Tensors.of(new double[] {0, 0, Math.log(4), -2}, Shape.of(2, 2, 1, 1));
        double[] divergence =
                new DiagonalGaussian(mean, logVariance).divergence().toDoubles();
        assertThat(divergence[0]).isCloseTo(4.5, within(1e-12));
        assertThat(divergence[1])
                .isCloseTo(0.5 * (1 + 4 - 1 - Math.log(4)) + 0.5 * (Math.exp(-2) - 1 + 2), within(1e-12));
    }

    @Test
    void samplesAreTheMeanPlusTheDeviationTimesNoise() {
        Tensor mean = Tensors.full(Shape.of(1, 1, 1, 3), 10, Placement.FLOAT32);
        Tensor logVariance = Tensors.full(Shape.of(1, 1, 1, 3), Math.log(4), Placement.FLOAT32);
        try (Rng rng = Rng.seeded(0)) {
            double[] sample =
                    new DiagonalGaussian(mean, logVariance).sample(rng).toDoubles();
            assertThat(sample)
                    .containsExactly(new double[] {10 + 2 * 1.5410, 10 - 2 * 0.2934, 10 - 2 * 2.1788}, within(1e-3));
        }
    }

    // ---- as a first stage ------------------------------------------------------------------------------------------

    private static KlFirstStage stage(KlAutoencoder autoencoder, LatentScaling scaling) {
        return new KlFirstStage(autoencoder, scaling, Placement.FLOAT32);
    }

    @Test
    void encodingScalesAndDecodingUndoesIt() {
        try (KlAutoencoder autoencoder = autoencoder(spec(4, List.of(1)))) {
            Grad.off(() -> {
                Pixels pixels = new Pixels(normal(2, 1, 3, 8, 8).clamp(-1, 1));
                Latents plain = encoded(stage(autoencoder, new LatentScaling(0, 1)), pixels);
                Latents scaled = encoded(stage(autoencoder, new LatentScaling(0.5, 3)), pixels);
                assertClose(scaled.nchw(), plain.nchw().sub(0.5).mul(3), 1e-6);
                Pixels ofPlain = stage(autoencoder, new LatentScaling(0, 1)).decode(plain);
                Pixels ofScaled = stage(autoencoder, new LatentScaling(0.5, 3)).decode(scaled);
                assertClose(ofScaled.nchw(), ofPlain.nchw(), 1e-4);
            });
        }
    }

    private static Latents encoded(KlFirstStage stage, Pixels pixels) {
        try (Rng rng = Rng.seeded(5)) {
            return stage.encode(pixels, rng);
        }
    }

    @Test
    void pixelsAreDecodedInFullPrecisionWhateverTheNetworkComputesIn() {
        try (KlAutoencoder autoencoder = autoencoder(spec(4, List.of(1)))) {
            KlFirstStage stage = autoencoder.firstStage(new LatentScaling(0, 0.5), Placement.BFLOAT16);
            Tensor pixels = Grad.off(
                    () -> stage.decode(new Latents(normal(2, 1, 4, 4, 4))).nchw());
            assertThat(pixels.dtype()).isEqualTo(DType.FLOAT32);
        }
    }

    @Test
    void theShapeOfLatentsIsKnownBeforeTheyAreMade() {
        try (KlAutoencoder autoencoder = autoencoder(spec(2, List.of(1, 1)))) {
            KlFirstStage stage = stage(autoencoder, new LatentScaling(0, 1));
            Pixels pixels = new Pixels(normal(2, 2, 3, 8, 12));
            Shape expected = Grad.off(() -> encoded(stage, pixels).nchw().shape());
            assertThat(stage.latentShape(Shape.of(2, 3, 8, 12)))
                    .isEqualTo(expected)
                    .isEqualTo(Shape.of(2, 4, 2, 3));
            assertThatThrownBy(() -> stage.latentShape(Shape.of(1, 3, 8, 10)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10 x 8")
                    .hasMessageContaining("multiples of 4");
            assertThatThrownBy(() -> stage.latentShape(Shape.of(1, 3, 0, 8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aScaleMustBeAboveZero() {
        for (double scale : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new LatentScaling(0, scale))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Double.toString(scale));
        }
    }

    /** Measured over several seeds: 38 to 41 dB. */
    @Test
    void bfloat16IsNearFloat32() {
        try (KlAutoencoder autoencoder = autoencoder(spec(2, List.of(1, 2)))) {
            Grad.off(() -> {
                Tensor pixels = normal(2, 1, 3, 32, 32).clamp(-1, 1);
                assertNear(autoencoder.moments(pixels.to(DType.BFLOAT16)), autoencoder.moments(pixels));
                Tensor latents = normal(3, 1, 4, 8, 8);
                assertNear(autoencoder.reconstruct(latents.to(DType.BFLOAT16)), autoencoder.reconstruct(latents));
            });
        }
    }

    private static void assertNear(Tensor fast, Tensor precise) {
        assertThat(fast.dtype()).isEqualTo(DType.BFLOAT16);
        double error = fast.to(DType.FLOAT32).sub(precise).square().mean().item();
        double signal = precise.square().mean().item();
        assertThat(10 * Math.log10(signal / error)).isGreaterThan(33);
    }
}
