package io.sfumato.unet;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.OneByOne;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class QuantizedUNetTest {
    private static final double ROUNDING = 0.05;
    private static final Features LATENTS = new Features(DType.FLOAT32, 8 * 8);

    /** What attention is made of. */
    @SuppressWarnings("ImmutableEnumChecker") // specifications are records
    private enum Kind {
        CROSS(new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 1, 24)),
        SELF(new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(16)));

        private final UNetSpec.Attention attention;

        Kind(UNetSpec.Attention attention) {
            this.attention = attention;
        }

        UNet unet() {
            UNet unet = new UNet(
                    new UNetSpec(
                            4,
                            4,
                            32,
                            List.of(1, 2),
                            1,
                            Set.of(2),
                            attention,
                            UNetSpec.Resampling.CONVOLUTION,
                            UNetSpec.Modulation.SHIFT,
                            Optional.empty()),
                    new Init.Blank(Placement.FLOAT32));
            RandomWeights.fill(unet.parameters(), 1);
            return unet;
        }

        /** For three pictures. */
        Condition condition() {
            return this == CROSS ? Condition.none().withContext(normal(3, 3, 5, 24)) : Condition.none();
        }
    }

    @BeforeEach
    void machineHasTheInstructions() {
        assumeTrue(WeightLayout.INT8.isAvailable(), "this processor multiplies no 8-bit integers");
    }

    private static Tensor normal(long seed, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes));
        }
    }

    private static Tensor predicted(Network network, Condition condition) {
        Tensor levels = Tensors.of(new float[] {10, 500, 900}, Shape.of(3));
        return Grad.off(() -> network.forward(normal(2, 3, 4, 8, 8), levels, condition));
    }

    @ParameterizedTest
    @EnumSource
    void itPredictsNearlyTheSame(Kind kind) {
        try (UNet unet = kind.unet()) {
            Condition condition = kind.condition();
            Tensor exact = predicted(unet, condition);
            unet.fix(WeightLayout.INT8, LATENTS);
            Tensor difference = predicted(new OneByOne(unet), condition).sub(exact);
            double error = Math.sqrt(
                    difference.square().mean().item() / exact.square().mean().item());
            assertThat(error).isBetween(1e-4, ROUNDING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPictureIsTheSameInAnyBatch(Kind kind) {
        try (UNet unet = kind.unet()) {
            unet.fix(WeightLayout.INT8, LATENTS);
            Network network = new OneByOne(unet);
            Condition condition = kind.condition();
            Tensor all = predicted(network, condition);
            Tensor last = Grad.off(() -> network.forward(
                    normal(2, 3, 4, 8, 8).narrow(0, 2, 1),
                    Tensors.of(new float[] {900}, Shape.of(1)),
                    condition.of(2)));
            assertClose(all.narrow(0, 2, 1), last, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSettledConditionIsHeardAsEver(Kind kind) {
        try (UNet unet = kind.unet()) {
            unet.fix(WeightLayout.INT8, LATENTS);
            Network network = new OneByOne(unet);
            Condition condition = kind.condition();
            Network.Hearing hearing = Grad.off(() -> network.hearing(condition));
            assertClose(
                    predicted((x, level, unused) -> hearing.forward(x, level), condition),
                    predicted(network, condition),
                    0);
        }
    }

    @Test
    void weightsOfFeaturesAreFreed() {
        try (UNet unet = Kind.CROSS.unet()) {
            unet.fix(WeightLayout.INT8, LATENTS);
            assertThat(unet.fixed()).contains(WeightLayout.INT8);
            assertThat(unet.parameters().keySet())
                    .contains("input_blocks.0.0.weight", "input_blocks.1.0.in_layers.0.weight", "out.2.weight")
                    .doesNotContain(
                            "input_blocks.1.0.in_layers.2.weight",
                            "input_blocks.2.0.op.weight",
                            "input_blocks.3.1.proj_in.weight",
                            "input_blocks.3.1.transformer_blocks.0.attn1.to_q.weight",
                            "middle_block.1.transformer_blocks.0.ff.net.2.weight",
                            "output_blocks.3.0.skip_connection.weight");
        }
    }
}
