package io.sfumato.bench.onnx;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.firststage.Latents;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DecoderGraphTest {
    private static final double TOLERANCE = 1e-4;
    private static final LatentScaling SCALING = new LatentScaling(0.3, 0.7);

    @Test
    void latentsOfAKlAutoencoderBecomePixels() {
        assertSameResult(new FirstStageSpec.Kl(sizes(1, AutoencoderSpec.Attention.SOFTMAX)));
    }

    @Test
    void channelsUnfoldIntoPixels() {
        assertSameResult(new FirstStageSpec.Kl(sizes(2, AutoencoderSpec.Attention.NONE)));
    }

    @Test
    void latentsOfAVqAutoencoderBecomeTheNearestCodesFirst() {
        assertSameResult(new FirstStageSpec.Vq(sizes(1, AutoencoderSpec.Attention.SOFTMAX), 50));
    }

    @Test
    void linearAttentionIsRefused() {
        try (Rng rng = Rng.seeded(1);
                Autoencoder autoencoder =
                        new FirstStageSpec.Kl(sizes(1, AutoencoderSpec.Attention.LINEAR)).build(Init.drawn(rng))) {
            assertThatThrownBy(() -> DecoderGraph.of(autoencoder, SCALING, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("linear attention");
        }
    }

    private static AutoencoderSpec sizes(int patch, AutoencoderSpec.Attention attention) {
        return new AutoencoderSpec(patch, 16, 32, List.of(1, 2), 1, Set.of(8), attention, 4, 3);
    }

    private static void assertSameResult(FirstStageSpec spec) {
        try (Rng rng = Rng.seeded(1);
                Autoencoder autoencoder = spec.build(Init.drawn(rng))) {
            Stirring.of(autoencoder, rng);
            spread(autoencoder, rng);
            Tensor latents = rng.normal(Shape.of(2, 3, 6, 8));
            Map<String, Tensor> inputs = DecoderGraph.inputs(latents);
            Tensor expected = Grad.off(() -> autoencoder
                    .firstStage(SCALING, Placement.FLOAT32)
                    .decode(new Latents(latents))
                    .nchw());
            assertThat(expected.abs().max().item()).isGreaterThan(0.1);
            try (OnnxNetwork network = OnnxNetwork.of(DecoderGraph.of(autoencoder, SCALING, inputs), inputs, 1)) {
                assertClose(network.result(), expected, TOLERANCE);
            }
        }
    }

    /** Codes begin so near to each other that rounding would choose among them. */
    private static void spread(Autoencoder autoencoder, Rng rng) {
        Tensor codes = autoencoder.parameters().get("quantize.embedding.weight");
        if (codes != null) {
            Grad.off(() -> codes.copyInPlace(rng.normal(codes.shape())));
        }
    }
}
