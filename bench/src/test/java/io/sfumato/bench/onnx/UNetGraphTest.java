package io.sfumato.bench.onnx;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Condition;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.unet.UNet;
import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class UNetGraphTest {
    private static final double TOLERANCE = 1e-4;
    private static final int CONTEXT_WIDTH = 24;
    private static final UNetSpec.Attention CROSS =
            new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 2, CONTEXT_WIDTH);
    private static final UNetSpec.Attention SELF = new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(16));

    @Test
    void transformersHearTheContext() {
        try (Rng rng = Rng.seeded(1)) {
            UNetSpec spec = spec(CROSS, UNetSpec.Resampling.CONVOLUTION, UNetSpec.Modulation.SHIFT, null);
            Condition condition = Condition.none().withContext(rng.normal(Shape.of(2, 7, CONTEXT_WIDTH)));
            assertSameResult(spec, rng.normal(Shape.of(2, 4, 8, 12)), condition, rng);
        }
    }

    @Test
    void withoutContextTokensHearTheirOwnKind() {
        try (Rng rng = Rng.seeded(2)) {
            UNetSpec.Attention own = new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 1, 64);
            UNetSpec spec = spec(own, UNetSpec.Resampling.CONVOLUTION, UNetSpec.Modulation.SHIFT, null);
            assertSameResult(spec, rng.normal(Shape.of(1, 4, 8, 8)), Condition.none(), rng);
        }
    }

    @ParameterizedTest
    @EnumSource
    void positionsAttendToEachOtherHoweverLevelsAreResampled(UNetSpec.Resampling resampling) {
        try (Rng rng = Rng.seeded(3)) {
            UNetSpec spec = spec(SELF, resampling, UNetSpec.Modulation.SCALE_SHIFT, null);
            assertSameResult(spec, rng.normal(Shape.of(2, 4, 8, 8)), Condition.none(), rng);
        }
    }

    @Test
    void oddSidesComeBackToWhatTheyWere() {
        try (Rng rng = Rng.seeded(4)) {
            UNetSpec spec = spec(SELF, UNetSpec.Resampling.CONVOLUTION, UNetSpec.Modulation.SHIFT, null);
            assertSameResult(spec, rng.normal(Shape.of(1, 4, 9, 7)), Condition.none(), rng);
        }
    }

    @Test
    void aVectorSpeaksOfTheWholePicture() {
        try (Rng rng = Rng.seeded(5)) {
            UNetSpec spec = spec(
                    SELF,
                    UNetSpec.Resampling.CONVOLUTION,
                    UNetSpec.Modulation.SCALE_SHIFT,
                    new UNetSpec.VectorOfWidth(10));
            Condition condition = Condition.none().withVector(rng.normal(Shape.of(2, 10)));
            assertSameResult(spec, rng.normal(Shape.of(2, 4, 8, 8)), condition, rng);
        }
    }

    @Test
    void aClassSpeaksOfTheWholePictureBesideMoreChannels() {
        try (Rng rng = Rng.seeded(6)) {
            UNetSpec spec =
                    spec(SELF, UNetSpec.Resampling.CONVOLUTION, UNetSpec.Modulation.SHIFT, new UNetSpec.ClassOf(5));
            Condition condition = Condition.none()
                    .withLabels(Tensors.of(new long[] {4, 1}, Shape.of(2)))
                    .withConcat(rng.normal(Shape.of(2, 1, 8, 8)));
            assertSameResult(spec, rng.normal(Shape.of(2, 3, 8, 8)), condition, rng);
        }
    }

    private static UNetSpec spec(
            UNetSpec.Attention attention,
            UNetSpec.Resampling resampling,
            UNetSpec.Modulation modulation,
            UNetSpec.@Nullable Whole whole) {
        return new UNetSpec(
                4, 3, 32, List.of(1, 2), 1, Set.of(2), attention, resampling, modulation, Optional.ofNullable(whole));
    }

    private static void assertSameResult(UNetSpec spec, Tensor x, Condition condition, Rng rng) {
        Tensor timesteps = rng.uniform(Shape.of(x.size(0))).mul(1000);
        Map<String, Tensor> inputs = UNetGraph.inputs(x, timesteps, condition);
        try (UNet unet = new UNet(spec, Init.drawn(rng))) {
            Stirring.of(unet, rng);
            Tensor expected = Grad.off(() -> unet.forward(x, timesteps, condition));
            assertThat(expected.abs().max().item()).isGreaterThan(0.1);
            try (OnnxNetwork network = OnnxNetwork.of(UNetGraph.of(unet, inputs), inputs, 1)) {
                assertClose(network.result(), expected, TOLERANCE);
            }
        }
    }
}
