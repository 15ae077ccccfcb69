package io.sfumato.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Condition;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class ScalesTest {
    private static final Features LATENTS = new Features(DType.FLOAT32, 64 * 64);

    private static UNet unet(int width, List<Integer> multipliers, UNetSpec.Resampling resampling) {
        UNetSpec spec = new UNetSpec(
                4,
                4,
                width,
                multipliers,
                1,
                Set.of(),
                new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(width)),
                resampling,
                UNetSpec.Modulation.SHIFT,
                Optional.empty());
        UNet unet = new UNet(spec, new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(unet.parameters(), 1);
        return unet;
    }

    private static void checkSide(UNet unet, Map<String, Integer> sides) {
        sides.forEach((layer, side) -> assertThat(
                        unet.given(unet.modules().get(layer), LATENTS).pixels())
                .as(layer)
                .isEqualTo((long) side * side));
    }

    @ParameterizedTest
    @EnumSource
    void aLayerComputesWhereItsStageIs(UNetSpec.Resampling resampling) {
        try (UNet unet = unet(32, List.of(1, 1, 1), resampling)) {
            checkSide(
                    unet,
                    Map.of(
                            "input_blocks.0.0", 64,
                            "input_blocks.1.0.out_layers.3", 64,
                            "input_blocks.3.0.in_layers.2", 32,
                            "input_blocks.5.0.in_layers.2", 16,
                            "middle_block.2.in_layers.2", 16,
                            "output_blocks.0.0.in_layers.2", 16,
                            "output_blocks.1.0.skip_connection", 16,
                            "output_blocks.2.0.in_layers.2", 32,
                            "output_blocks.5.0.in_layers.2", 64,
                            "out.2", 64));
        }
    }

    @Test
    void convolutionsThatHalveAndDoubleComputeOnTheirResult() {
        try (UNet unet = unet(32, List.of(1, 1, 1), UNetSpec.Resampling.CONVOLUTION)) {
            checkSide(
                    unet,
                    Map.of(
                            "input_blocks.2.0.op", 32,
                            "input_blocks.4.0.op", 16,
                            "output_blocks.1.1.conv", 32,
                            "output_blocks.3.1.conv", 64));
        }
    }

    @Test
    void blocksThatHalveAndDoubleComputeOnTheirResult() {
        try (UNet unet = unet(32, List.of(1, 1, 1), UNetSpec.Resampling.RESIDUAL)) {
            checkSide(
                    unet,
                    Map.of(
                            "input_blocks.2.0.in_layers.2", 32,
                            "input_blocks.4.0.out_layers.3", 16,
                            "output_blocks.1.1.in_layers.2", 32,
                            "output_blocks.3.1.out_layers.3", 64));
        }
    }

    /** Its convolutions have enough to multiply for tiles, which round otherwise, at any size that it is given. */
    @Test
    void weightsAreLaidOutForTheSizeItIsMadeFor() {
        try (Rng rng = Rng.seeded(2);
                UNet plain = unet(224, List.of(1), UNetSpec.Resampling.CONVOLUTION);
                UNet fixed = unet(224, List.of(1), UNetSpec.Resampling.CONVOLUTION)) {
            fixed.fix(WeightLayout.PACKED, LATENTS);
            Tensor level = Tensors.of(new float[] {500}, Shape.of(1));
            for (int side : new int[] {64, 17}) {
                Tensor x = rng.normal(Shape.of(1, 4, side, side));
                Tensor expected = plain.forward(x, level, Condition.none()); // a gradient could be asked for
                Tensor difference = Grad.off(() -> fixed.forward(x, level, Condition.none()))
                        .sub(expected);
                double error = Math.sqrt(difference.square().mean().item()
                        / expected.square().mean().item());
                assertThat(error).isBetween(1e-8, 1e-5);
            }
        }
    }
}
