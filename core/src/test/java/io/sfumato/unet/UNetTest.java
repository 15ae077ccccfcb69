package io.sfumato.unet;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.nn.Init;
import io.sfumato.nn.OfficialParameters;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Meter;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class UNetTest {
    private static final UNetSpec.Attention CROSS = new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 1, 24);
    private static final UNetSpec.Attention SELF = new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(16));

    private static UNetSpec spec(UNetSpec.Attention attention, UNetSpec.Resampling resampling, int vectorWidth) {
        return new UNetSpec(
                4,
                4,
                32,
                List.of(1, 2),
                1,
                Set.of(2),
                attention,
                resampling,
                UNetSpec.Modulation.SCALE_SHIFT,
                vectorWidth == 0 ? Optional.empty() : Optional.of(new UNetSpec.VectorOfWidth(vectorWidth)));
    }

    private static UNet unet(UNetSpec spec) {
        UNet unet = new UNet(spec, new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(unet.parameters(), 1);
        return unet;
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    private static Tensor levels(float... timesteps) {
        return Tensors.of(timesteps, Shape.of(timesteps.length));
    }

    @Test
    void aSmallNetworkIsNamedAsTheReferenceNamesIt() {
        UNetSpec spec = new UNetSpec(
                4,
                4,
                32,
                List.of(1, 2),
                1,
                Set.of(2),
                new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(1)),
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SHIFT,
                Optional.of(new UNetSpec.VectorOfWidth(8)));
        try (UNet unet = new UNet(spec, OfficialParameters.UNTOUCHED)) {
            assertThat(unet.parameters().keySet())
                    .filteredOn(name -> name.endsWith("weight"))
                    .containsExactly(
                            "time_embed.0.weight",
                            "time_embed.2.weight",
                            "label_emb.0.0.weight",
                            "label_emb.0.2.weight",
                            "input_blocks.0.0.weight",
                            "input_blocks.1.0.in_layers.0.weight",
                            "input_blocks.1.0.in_layers.2.weight",
                            "input_blocks.1.0.emb_layers.1.weight",
                            "input_blocks.1.0.out_layers.0.weight",
                            "input_blocks.1.0.out_layers.3.weight",
                            "input_blocks.2.0.op.weight",
                            "input_blocks.3.0.in_layers.0.weight",
                            "input_blocks.3.0.in_layers.2.weight",
                            "input_blocks.3.0.emb_layers.1.weight",
                            "input_blocks.3.0.out_layers.0.weight",
                            "input_blocks.3.0.out_layers.3.weight",
                            "input_blocks.3.0.skip_connection.weight",
                            "input_blocks.3.1.norm.weight",
                            "input_blocks.3.1.qkv.weight",
                            "input_blocks.3.1.proj_out.weight",
                            "middle_block.0.in_layers.0.weight",
                            "middle_block.0.in_layers.2.weight",
                            "middle_block.0.emb_layers.1.weight",
                            "middle_block.0.out_layers.0.weight",
                            "middle_block.0.out_layers.3.weight",
                            "middle_block.1.norm.weight",
                            "middle_block.1.qkv.weight",
                            "middle_block.1.proj_out.weight",
                            "middle_block.2.in_layers.0.weight",
                            "middle_block.2.in_layers.2.weight",
                            "middle_block.2.emb_layers.1.weight",
                            "middle_block.2.out_layers.0.weight",
                            "middle_block.2.out_layers.3.weight",
                            "output_blocks.0.0.in_layers.0.weight",
                            "output_blocks.0.0.in_layers.2.weight",
                            "output_blocks.0.0.emb_layers.1.weight",
                            "output_blocks.0.0.out_layers.0.weight",
                            "output_blocks.0.0.out_layers.3.weight",
                            "output_blocks.0.0.skip_connection.weight",
                            "output_blocks.0.1.norm.weight",
                            "output_blocks.0.1.qkv.weight",
                            "output_blocks.0.1.proj_out.weight",
                            "output_blocks.1.0.in_layers.0.weight",
                            "output_blocks.1.0.in_layers.2.weight",
                            "output_blocks.1.0.emb_layers.1.weight",
                            "output_blocks.1.0.out_layers.0.weight",
                            "output_blocks.1.0.out_layers.3.weight",
                            "output_blocks.1.0.skip_connection.weight",
                            "output_blocks.1.1.norm.weight",
                            "output_blocks.1.1.qkv.weight",
                            "output_blocks.1.1.proj_out.weight",
                            "output_blocks.1.2.conv.weight",
                            "output_blocks.2.0.in_layers.0.weight",
                            "output_blocks.2.0.in_layers.2.weight",
                            "output_blocks.2.0.emb_layers.1.weight",
                            "output_blocks.2.0.out_layers.0.weight",
                            "output_blocks.2.0.out_layers.3.weight",
                            "output_blocks.2.0.skip_connection.weight",
                            "output_blocks.3.0.in_layers.0.weight",
                            "output_blocks.3.0.in_layers.2.weight",
                            "output_blocks.3.0.emb_layers.1.weight",
                            "output_blocks.3.0.out_layers.0.weight",
                            "output_blocks.3.0.out_layers.3.weight",
                            "output_blocks.3.0.skip_connection.weight",
                            "out.0.weight",
                            "out.2.weight");
        }
    }

    @Test
    void theParametersOfCelebA256AreThePublishedOnes() {
        assertOfficial(
                "unet-celeba256",
                new UNetSpec(
                        3,
                        3,
                        224,
                        List.of(1, 2, 3, 4),
                        2,
                        Set.of(2, 4, 8),
                        new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(32)),
                        UNetSpec.Resampling.CONVOLUTION,
                        UNetSpec.Modulation.SHIFT,
                        Optional.empty()),
                274_056_163);
    }

    @Test
    void theParametersOfLsunChurches256AreThePublishedOnes() {
        assertOfficial(
                "unet-lsun-churches256",
                new UNetSpec(
                        4,
                        4,
                        192,
                        List.of(1, 2, 2, 4, 4),
                        2,
                        Set.of(1, 2, 4, 8),
                        new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(8)),
                        UNetSpec.Resampling.RESIDUAL,
                        UNetSpec.Modulation.SCALE_SHIFT,
                        Optional.empty()),
                294_966_916);
    }

    @Test
    void theParametersOfStableDiffusionV1AreThePublishedOnes() {
        assertOfficial(
                "unet-stable-diffusion-v1",
                new UNetSpec(
                        4,
                        4,
                        320,
                        List.of(1, 2, 4, 4),
                        2,
                        Set.of(1, 2, 4),
                        new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(8), 1, 768),
                        UNetSpec.Resampling.CONVOLUTION,
                        UNetSpec.Modulation.SHIFT,
                        Optional.empty()),
                859_520_964);
    }

    private static void assertOfficial(String name, UNetSpec spec, long count) {
        try (UNet unet = new UNet(spec, OfficialParameters.UNTOUCHED)) {
            OfficialParameters.assertSame(unet, OfficialParameters.read(name));
            assertThat(unet.parameterCount()).isEqualTo(count);
            assertThat(unet.parameters().keySet())
                    .as("in the order of the published file")
                    .containsExactlyElementsOf(OfficialParameters.read(name).keySet());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theResultHasTheShapeOfTheInput(UNetSpec.Resampling resampling) {
        for (UNetSpec.Attention attention : List.of(SELF, CROSS)) {
            try (UNet unet = unet(spec(attention, resampling, 0))) {
                Condition condition =
                        attention == CROSS ? Condition.none().withContext(normal(3, 2, 5, 24)) : Condition.none();
                Tensor result = Grad.off(() -> unet.forward(normal(2, 2, 4, 4, 6), levels(3, 700), condition));
                assertThat(result.shape()).isEqualTo(Shape.of(2, 4, 4, 6));
                assertThat(result.isFinite()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 7", "9, 8", "10, 11", "13, 6"})
    void convolutionsHalveAndDoubleAnySides(int height, int width) {
        UNetSpec spec = variant(32, List.of(1, 1, 1, 1), SELF);
        try (UNet unet = unet(spec)) {
            Tensor result = Grad.off(() -> unet.forward(normal(2, 1, 4, height, width), levels(3), Condition.none()));
            assertThat(result.shape()).isEqualTo(Shape.of(1, 4, height, width));
            assertThat(result.isFinite()).isTrue();
        }
    }

    /** The pixel that PyTorch's {@code interpolate} takes for given sides: that at ⌊i · old / new⌋. */
    @ParameterizedTest
    @CsvSource({"6, 8", "5, 7", "6, 7", "5, 8"})
    void theWayUpTakesTheNearestPixelOfTheSidesThatItMeets(int height, int width) {
        Tensor x = normal(2, 1, 2, 3, 4);
        Block.Hints hints =
                new Block.Hints(levels(1), null, Shape.of(1, 5, height, width), Merging.NONE, Forgetting.NOTHING);
        Tensor doubled = LadderBuilder.doubled(x, hints);
        assertThat(doubled.shape()).isEqualTo(Shape.of(1, 2, height, width));
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                assertThat(doubled.select(3, j).select(2, i).toDoubles())
                        .containsExactly(x.select(3, j * 4 / width)
                                .select(2, i * 3 / height)
                                .toDoubles());
            }
        }
    }

    @Test
    void aFreshNetworkPredictsZero() {
        try (Rng rng = Rng.seeded(1);
                UNet unet = new UNet(spec(SELF, UNetSpec.Resampling.CONVOLUTION, 0), Init.drawn(rng))) {
            Tensor result = Grad.off(() -> unet.forward(normal(2, 1, 4, 4, 4), levels(5), Condition.none()));
            assertThat(result.toDoubles()).containsOnly(0);
        }
    }

    @Test
    void everyPartOfTheConditionIsHeard() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.CONVOLUTION, 8))) {
            Condition condition =
                    Condition.none().withContext(normal(3, 1, 5, 24)).withVector(normal(4, 1, 8));
            double[] result = predicted(unet, 5, condition);
            assertThat(predicted(unet, 5, condition)).containsExactly(result);
            assertThat(predicted(unet, 6, condition)).isNotEqualTo(result);
            assertThat(predicted(unet, 5, condition.withContext(normal(5, 1, 5, 24))))
                    .isNotEqualTo(result);
            assertThat(predicted(unet, 5, condition.withVector(normal(5, 1, 8))))
                    .isNotEqualTo(result);
        }
    }

    private static double[] predicted(UNet unet, float timestep, Condition condition) {
        return Grad.off(() ->
                unet.forward(normal(2, 1, 4, 4, 4), levels(timestep), condition).toDoubles());
    }

    @Test
    void aConcatenatedConditionJoinsTheChannelsOfTheInput() {
        try (UNet unet = unet(spec(SELF, UNetSpec.Resampling.CONVOLUTION, 0))) {
            Tensor both = normal(2, 1, 4, 4, 4);
            double[] result = Grad.off(() -> unet.forward(
                            both.narrow(1, 0, 3), levels(5), Condition.none().withConcat(both.narrow(1, 3, 1)))
                    .toDoubles());
            assertThat(result).containsExactly(predicted(unet, 5, Condition.none()));
        }
    }

    @Test
    void aMissingVectorIsSaidSo() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.CONVOLUTION, 8))) {
            Condition condition = Condition.none().withContext(normal(3, 1, 5, 24));
            assertThatThrownBy(() -> unet.forward(normal(2, 1, 4, 4, 4), levels(5), condition))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no vector")
                    .hasMessageContaining("width 8");
        }
    }

    @Test
    void whatDoesNotFitIsSaidBeforeItIsComputed() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.CONVOLUTION, 8))) {
            Condition good = Condition.none().withContext(normal(3, 1, 5, 24)).withVector(normal(4, 1, 8));
            assertRefused(
                    "[1, 3, 4, 4] and the concatenated condition has 0 channels, expected 4 together",
                    () -> predicted(unet, normal(2, 1, 3, 4, 4), good));
            Tensor x = normal(2, 1, 4, 4, 4);
            assertRefused(
                    "context is [1, 5, 23], expected width 24",
                    () -> predicted(unet, x, good.withContext(normal(3, 1, 5, 23))));
            assertRefused(
                    "vector is [1, 9], expected width 8", () -> predicted(unet, x, good.withVector(normal(4, 1, 9))));
            assertRefused(
                    "[1, 4, 4, 4] and the concatenated condition has 1 channels, expected 4 together",
                    () -> predicted(unet, x, good.withConcat(normal(5, 1, 1, 4, 4))));
            assertRefused(
                    "concatenated condition is [1, 1, 2, 4], expected the sides of the input, [1, 3, 4, 4]",
                    () -> predicted(unet, normal(2, 1, 3, 4, 4), good.withConcat(normal(5, 1, 1, 2, 4))));
        }
    }

    @Test
    void averagesWouldLoseTheLastPixelsOfOddSides() {
        try (UNet unet = unet(spec(SELF, UNetSpec.Resampling.RESIDUAL, 0))) {
            assertRefused("multiples of 2", () -> predicted(unet, normal(2, 1, 4, 4, 5), Condition.none()));
        }
    }

    private static Tensor predicted(UNet unet, Tensor x, Condition condition) {
        return Grad.off(() -> unet.forward(x, levels(5), condition));
    }

    /** Once for many steps, and the same to the bit. */
    @Test
    void whatIsHeardCanBeSettledOnce() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.RESIDUAL, 8))) {
            Condition condition =
                    Condition.none().withContext(normal(3, 2, 5, 24)).withVector(normal(4, 2, 8));
            Grad.off(() -> {
                Network.Hearing hearing = unet.hearing(condition);
                for (int step = 0; step < 2; step++) {
                    Tensor x = normal(5 + step, 2, 4, 8, 8);
                    assertClose(hearing.forward(x, levels(5, 700)), unet.forward(x, levels(5, 700), condition), 0);
                }
                Condition wrong =
                        Condition.none().withContext(normal(3, 2, 5, 23)).withVector(normal(4, 2, 8));
                assertThatThrownBy(() -> unet.hearing(wrong)).hasMessageContaining("expected width 24");
            });
        }
    }

    /** Keys and values of the context are no work of a step. */
    @Test
    void aStepDoesNotAskTheContextAgain() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.RESIDUAL, 8))) {
            Condition condition =
                    Condition.none().withContext(normal(3, 2, 5, 24)).withVector(normal(4, 2, 8));
            Tensor x = normal(5, 2, 4, 8, 8);
            Grad.off(() -> {
                Network.Hearing hearing = unet.hearing(condition);
                double settled = linear(() -> hearing.forward(x, levels(5, 700)));
                double whole = linear(() -> unet.forward(x, levels(5, 700), condition));
                double memories = linear(() -> unet.hearing(condition));
                assertThat(memories).isPositive();
                assertThat(settled).isEqualTo(whole - memories);
            });
        }
    }

    /** Floating-point operations of linear maps. */
    private static double linear(Runnable work) {
        Meter.Cost none = new Meter.Cost(0, 0, 0);
        return Meter.of(work).getOrDefault(Meter.Kind.LINEAR, none).operations();
    }

    /** Measured over several seeds: 33 to 36 dB. */
    @Test
    void bfloat16IsNearFloat32() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.RESIDUAL, 8))) {
            Condition condition =
                    Condition.none().withContext(normal(3, 2, 5, 24)).withVector(normal(4, 2, 8));
            Tensor x = normal(2, 2, 4, 8, 8);
            Grad.off(() -> {
                Tensor precise = unet.forward(x, levels(5, 700), condition);
                Tensor fast = unet.forward(x.to(DType.BFLOAT16), levels(5, 700), condition.to(Placement.BFLOAT16));
                assertThat(fast.dtype()).isEqualTo(DType.BFLOAT16);
                double error =
                        fast.to(DType.FLOAT32).sub(precise).square().mean().item();
                double signal = precise.square().mean().item();
                assertThat(10 * Math.log10(signal / error)).isGreaterThan(28);
            });
        }
    }

    @Test
    void everyParameterLearns() {
        try (UNet unet = unet(spec(CROSS, UNetSpec.Resampling.RESIDUAL, 8))) {
            Condition condition =
                    Condition.none().withContext(normal(3, 1, 5, 24)).withVector(normal(4, 1, 8));
            unet.forward(normal(2, 1, 4, 4, 4), levels(5), condition)
                    .square()
                    .mean()
                    .backward();
            unet.parameters().forEach((name, parameter) -> {
                Tensor gradient = parameter.grad();
                assertThat(gradient).as(name).isNotNull();
                assertThat(gradient.isFinite()).as(name).isTrue();
                parameter.clearGrad();
            });
        }
    }

    /** cos(t ωᵢ), then sin(t ωᵢ), with ωᵢ = 10000^(−i / half). */
    @Test
    void theTimeEmbeddingIsSinusoidsFromFastToSlow() {
        try (TimeEmbedding embedding = new TimeEmbedding(4, Device.CPU)) {
            assertThat(embedding.of(levels(0, 3)).toDoubles())
                    .containsExactly(
                            new double[] {
                                1, 1, 0, 0, Math.cos(3), Math.cos(0.03), Math.sin(3), Math.sin(0.03),
                            },
                            within(1e-6));
        }
    }

    @Test
    void aSpecificationThatCannotBeBuiltIsRefused() {
        assertRefused("width is 48", () -> variant(48, List.of(1, 2), SELF));
        assertRefused("width is 0", () -> variant(0, List.of(1, 2), SELF));
        assertRefused("multipliers are empty", () -> variant(32, List.of(), SELF));
        assertRefused("multipliers", () -> variant(32, List.of(1, 0), SELF));
        assertRefused("multipliers", () -> variant(32, List.of(-1), SELF));
        assertRefused(
                "5 heads cannot share the 32 channels",
                () -> variant(32, List.of(1), new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(5))));
        assertRefused("head", () -> variant(32, List.of(1), new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(0))));
        assertRefused("head", () -> variant(32, List.of(1), new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(0))));
        assertRefused("head", () -> variant(32, List.of(1), new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(64))));
        assertRefused("depth", () -> new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(1), 0, 8));
        assertRefused("context", () -> new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(1), 1, 0));
    }

    /** Only levels that have attention need heads that fit; the middle is as wide as the last. */
    @Test
    void headsAreThoseOfTheLevelsWithAttention() {
        UNetSpec.Attention wide = new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(64));
        assertThat(variant(32, List.of(1, 2), wide).attendedWidths()).containsExactly(64);
        assertThat(variant(32, List.of(1, 2, 4), wide).attendedWidths()).containsExactly(64, 128);
        assertRefused("heads of width 64 cannot share the 32 channels", () -> variant(32, List.of(2, 1), wide));
        assertRefused(
                "heads of width 24 cannot share the 32 channels",
                () -> variant(32, List.of(1), new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(24))));
        assertRefused(
                "33 heads cannot share the 32 channels",
                () -> variant(32, List.of(1), new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(33), 1, 8)));
    }

    /** As in the reference, five heads of 64 channels are twelve wide, and four channels are left out. */
    @Test
    void aTransformerWhoseHeadsLeaveChannelsOverIsNarrowerThanItsLevel() {
        UNetSpec spec = variant(32, List.of(1, 2), new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(5), 1, 24));
        try (UNet unet = unet(spec)) {
            assertShapes(unet, "middle_block.1.", "norm.weight [64]", "proj_in.weight [60, 64, 1, 1]");
            assertShapes(unet, "middle_block.1.", "proj_out.weight [64, 60, 1, 1]", "proj_out.bias [64]");
            String block = "middle_block.1.transformer_blocks.0.";
            assertShapes(unet, block, "attn1.to_q.weight [60, 60]", "attn2.to_k.weight [60, 24]");
            assertShapes(unet, block, "attn2.to_out.0.weight [60, 60]", "ff.net.0.proj.weight [480, 60]");
            Condition condition = Condition.none().withContext(normal(3, 1, 5, 24));
            Tensor result = predicted(unet, normal(2, 1, 4, 4, 6), condition);
            assertThat(result.shape()).isEqualTo(Shape.of(1, 4, 4, 6));
            assertThat(result.isFinite()).isTrue();
        }
    }

    private static void assertShapes(UNet unet, String prefix, String... parameters) {
        for (String parameter : parameters) {
            String[] parts = parameter.split(" ", 2);
            assertThat(unet.parameters().get(prefix + parts[0]))
                    .as(parameter)
                    .extracting(Tensor::shape)
                    .hasToString(parts[1]);
        }
    }

    /** The mean of four pixels is a convolution with stride 2 whose kernel has four quarters. */
    @Test
    void plainResamplingIsConvolutionByFixedKernels() {
        try (UNet plain = unet(spec(SELF, UNetSpec.Resampling.PLAIN, 0));
                UNet convolving = unet(spec(SELF, UNetSpec.Resampling.CONVOLUTION, 0))) {
            assertThat(plain.parameters().keySet())
                    .doesNotContain("input_blocks.2.0.op.weight", "output_blocks.1.2.conv.weight");
            Map<String, Tensor> learnt = convolving.parameters();
            Grad.off(() -> {
                plain.parameters().forEach((name, tensor) -> learnt.get(name).copyInPlace(tensor));
                fill(learnt, "input_blocks.2.0.op", 32, 0.25, 4, 5, 7, 8);
                fill(learnt, "output_blocks.1.2.conv", 64, 1, 4);
                Tensor x = normal(2, 1, 4, 4, 6);
                assertClose(predicted(plain, x, Condition.none()), predicted(convolving, x, Condition.none()), 1e-5);
            });
        }
    }

    /** A kernel of 3 x 3 that takes each channel to itself, {@code value} at the places {@code at} of its nine. */
    private static void fill(Map<String, Tensor> parameters, String name, int channels, double value, int... at) {
        double[] kernel = new double[channels * channels * 9];
        for (int channel = 0; channel < channels; channel++) {
            for (int place : at) {
                kernel[(channel * channels + channel) * 9 + place] = value;
            }
        }
        parameters
                .get(name + ".weight")
                .copyInPlace(
                        Tensors.of(kernel, Shape.of(channels, channels, 3, 3)).to(DType.FLOAT32));
        parameters.get(name + ".bias").mulInPlace(0);
    }

    private static UNetSpec variant(int width, List<Integer> multipliers, UNetSpec.Attention attention) {
        return new UNetSpec(
                4,
                4,
                width,
                multipliers,
                1,
                Set.of(2),
                attention,
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SHIFT,
                Optional.empty());
    }

    private static void assertRefused(String complaint, Runnable building) {
        assertThatThrownBy(building::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void everyLevelHalvesTheSides() {
        assertThat(variant(32, List.of(1), SELF).factor()).isEqualTo(1);
        assertThat(variant(32, List.of(1, 1, 2), SELF).factor()).isEqualTo(4);
    }

    @Test
    void attentionFactorsHaveAnOrder() {
        UNetSpec spec = new UNetSpec(
                4,
                4,
                32,
                List.of(1, 1, 1, 1),
                1,
                Set.of(8, 1, 4, 2),
                SELF,
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SHIFT,
                Optional.empty());
        assertThat(spec.attentionFactors()).containsExactly(1, 2, 4, 8);
    }
}
