package io.sfumato.condition.clip;

import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.clip.ClipTextSpec.Activation;
import io.sfumato.nn.Init;
import io.sfumato.nn.OfficialParameters;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class ClipTextTransformerTest {
    private static final int WINDOW = 6;

    private static ClipTextTransformer small(Activation activation) {
        ClipTextTransformer text = new ClipTextTransformer(
                new ClipTextSpec(20, WINDOW, 16, 2, 2, 24, activation), new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(text.parameters(), 1);
        return text;
    }

    private static Tensor ids(long... ids) {
        return Tensors.of(ids, Shape.of(1, ids.length));
    }

    private static Map<String, Shape> published() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("embeddings.token_embedding.weight", Shape.of(49_408, 768));
        shapes.put("embeddings.position_embedding.weight", Shape.of(77, 768));
        for (int i = 0; i < 12; i++) {
            String layer = "encoder.layers." + i + ".";
            for (String name : new String[] {"q_proj", "k_proj", "v_proj", "out_proj"}) {
                shapes.put(layer + "self_attn." + name + ".weight", Shape.of(768, 768));
                shapes.put(layer + "self_attn." + name + ".bias", Shape.of(768));
            }
            shapes.put(layer + "mlp.fc1.weight", Shape.of(3072, 768));
            shapes.put(layer + "mlp.fc1.bias", Shape.of(3072));
            shapes.put(layer + "mlp.fc2.weight", Shape.of(768, 3072));
            shapes.put(layer + "mlp.fc2.bias", Shape.of(768));
            for (String norm : new String[] {"layer_norm1", "layer_norm2"}) {
                shapes.put(layer + norm + ".weight", Shape.of(768));
                shapes.put(layer + norm + ".bias", Shape.of(768));
            }
        }
        shapes.put("final_layer_norm.weight", Shape.of(768));
        shapes.put("final_layer_norm.bias", Shape.of(768));
        return shapes;
    }

    /** 123,060,480 parameters in 196 tensors. */
    @Test
    void theParametersAreThePublishedOnes() {
        try (ClipTextTransformer large = new ClipTextTransformer(ClipTextSpec.VIT_L_14, OfficialParameters.UNTOUCHED)) {
            OfficialParameters.assertSame(large, published());
            assertThat(large.parameterCount()).isEqualTo(123_060_480);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void noTokenHearsThoseAfterIt(int changed) {
        long[] before = {3, 1, 4, 1, 5, 9};
        long[] after = before.clone();
        after[changed] = 7;
        try (ClipTextTransformer text = small(Activation.QUICK_GELU)) {
            Grad.off(() -> {
                Tensor first = text.forward(ids(before), DType.FLOAT32);
                Tensor second = text.forward(ids(after), DType.FLOAT32);
                assertThat(second.narrow(1, 0, changed).toDoubles())
                        .isEqualTo(first.narrow(1, 0, changed).toDoubles());
                for (int later = changed; later < WINDOW; later++) {
                    assertThat(relativeDifference(second.select(1, later), first.select(1, later)))
                            .isGreaterThan(1e-4);
                }
            });
        }
    }

    @Test
    void theOrderOfTokensMatters() {
        try (ClipTextTransformer text = small(Activation.QUICK_GELU)) {
            Grad.off(() -> {
                Tensor there = text.forward(ids(1, 2, 3), DType.FLOAT32).select(1, 2);
                Tensor back = text.forward(ids(2, 1, 3), DType.FLOAT32).select(1, 2);
                assertThat(relativeDifference(there, back)).isGreaterThan(1e-3);
            });
        }
    }

    @Test
    void theActivationIsTheSpecs() {
        try (ClipTextTransformer quick = small(Activation.QUICK_GELU);
                ClipTextTransformer exact = small(Activation.GELU)) {
            Grad.off(() -> assertThat(relativeDifference(
                            quick.forward(ids(1, 2, 3), DType.FLOAT32), exact.forward(ids(1, 2, 3), DType.FLOAT32)))
                    .isBetween(1e-5, 0.1));
        }
    }

    @Test
    void bfloat16IsNearFloat32() {
        try (ClipTextTransformer text = small(Activation.QUICK_GELU)) {
            Grad.off(() -> {
                Tensor precise = text.forward(ids(3, 1, 4, 1, 5, 9), DType.FLOAT32);
                Tensor fast = text.forward(ids(3, 1, 4, 1, 5, 9), DType.BFLOAT16);
                assertThat(fast.dtype()).isEqualTo(DType.BFLOAT16);
                double error =
                        fast.to(DType.FLOAT32).sub(precise).square().mean().item();
                double signal = precise.square().mean().item();
                assertThat(10 * Math.log10(signal / error)).isGreaterThan(33);
            });
        }
    }

    @Test
    void gradientsReachEveryParameter() {
        try (ClipTextTransformer text = small(Activation.GELU)) {
            Tensor hidden = text.forward(ids(3, 1, 4), DType.FLOAT32);
            hidden.mul(hidden).mul(hidden).sum().backward(); // the plain sum of a normalised vector has no gradient
            text.parameters().forEach((name, tensor) -> {
                Tensor gradient = tensor.grad();
                assertThat(gradient).as(name).isNotNull();
                // a key's bias adds the same to all scores of a query
                if (!name.endsWith("k_proj.bias")) {
                    assertThat(gradient.abs().max().item()).as(name).isPositive();
                }
                tensor.clearGrad();
            });
        }
    }

    @Test
    void idsThatDoNotFitAreRefused() {
        try (ClipTextTransformer text = small(Activation.QUICK_GELU)) {
            for (Tensor wrong : new Tensor[] {
                ids(1, 2, 3, 4, 5, 6, 7), Tensors.of(new long[1], Shape.of(1)), Tensors.of(new long[0], Shape.of(1, 0))
            }) {
                assertThatThrownBy(() -> text.forward(wrong, DType.FLOAT32))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("ids are " + wrong.shape())
                        .hasMessageContaining("from 1 to 6");
            }
        }
    }

    @Test
    void sizesAreReadOffACheckpoint() {
        assertThat(ClipTextSpec.of(published(), Activation.QUICK_GELU)).isEqualTo(ClipTextSpec.VIT_L_14);
        Map<String, Shape> more = published();
        more.put("embeddings.position_ids", Shape.of(1, 77));
        assertThat(ClipTextSpec.of(more, Activation.QUICK_GELU)).isEqualTo(ClipTextSpec.VIT_L_14);
        assertThat(ClipTextSpec.of(more, Activation.GELU).activation()).isEqualTo(Activation.GELU);
    }
}
