package io.sfumato.nn;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Features;
import io.sfumato.tensor.Functional;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.WeightLayout;
import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class LayersTest {
    private Rng rng;
    private Init init;

    @BeforeEach
    void seed() {
        rng = Rng.seeded(1);
        init = Init.drawn(rng);
    }

    @AfterEach
    void closeTheStream() {
        rng.close();
    }

    private static Tensor parameter(Module module, String name) {
        Tensor parameter = module.parameters().get(name);
        assertThat(parameter).as(name).isNotNull();
        return parameter;
    }

    @Test
    void aLinearLayerIsAMatrixAndABias() {
        try (Linear layer = new Linear(3, 2, init);
                Linear bare = Linear.withoutBias(3, 2, init)) {
            Tensor x = rng.normal(Shape.of(4, 3));
            assertClose(layer.forward(x), Naive.linear(x, parameter(layer, "weight"), parameter(layer, "bias")), 1e-6);
            assertThat(bare.parameters()).containsOnlyKeys("weight");
            assertThat(layer.forward(x.reshape(2, 2, 3)).shape()).isEqualTo(Shape.of(2, 2, 2));
        }
    }

    @Test
    void convolutionsKeepOrHalveTheSize() {
        Tensor x = rng.normal(Shape.of(2, 3, 8, 6));
        try (Conv2d same = Conv2d.same(3, 4, init);
                Conv2d pointwise = Conv2d.pointwise(3, 4, init);
                Conv2d halving = Conv2d.halving(3, 4, 1, init);
                Conv2d unpadded = Conv2d.halving(3, 4, 0, init)) {
            assertThat(same.forward(x).shape()).isEqualTo(Shape.of(2, 4, 8, 6));
            assertThat(pointwise.forward(x).shape()).isEqualTo(Shape.of(2, 4, 8, 6));
            assertThat(halving.forward(x).shape()).isEqualTo(Shape.of(2, 4, 4, 3));
            assertThat(unpadded.forward(Functional.padRightBottom(x, 1, 1)).shape())
                    .isEqualTo(Shape.of(2, 4, 4, 3));
            assertClose(
                    halving.forward(x),
                    Naive.conv2d(x, parameter(halving, "weight"), parameter(halving, "bias"), 2, 1),
                    2e-6);
        }
    }

    @Test
    void theLastLayerOfABranchBeginsAtZero() {
        Tensor x = rng.normal(Shape.of(1, 2, 4, 4));
        try (Conv2d zero = Conv2d.zero(2, 3, init);
                Conv2d pointwise = Conv2d.zeroPointwise(2, 3, init)) {
            assertThat(zero.forward(x).toDoubles()).containsOnly(0);
            assertThat(pointwise.forward(x).toDoubles()).containsOnly(0);
            assertThat(parameter(zero, "weight").shape()).isEqualTo(Shape.of(3, 2, 3, 3));
            assertThat(parameter(pointwise, "weight").shape()).isEqualTo(Shape.of(3, 2, 1, 1));
        }
    }

    /** ±1/√fanIn, PyTorch's default: here ±1/6 for 4 · 3 · 3 inputs. */
    @Test
    void weightsBeginWithinOneOverTheRootOfTheirInputs() {
        try (Conv2d layer = Conv2d.same(4, 64, init)) {
            double[] weights = parameter(layer, "weight").toDoubles();
            assertThat(Arrays.stream(weights).max().orElseThrow()).isCloseTo(1 / 6.0, within(0.002));
            assertThat(Arrays.stream(weights).min().orElseThrow()).isCloseTo(-1 / 6.0, within(0.002));
            double[] biases = parameter(layer, "bias").toDoubles();
            assertThat(Arrays.stream(biases).map(Math::abs).max().orElseThrow()).isBetween(0.14, 1 / 6.0);
        }
    }

    @Test
    void theSameSeedDrawsTheSameWeights() {
        try (Rng again = Rng.seeded(1);
                Linear first = new Linear(3, 2, init);
                Linear second = new Linear(3, 2, Init.drawn(again));
                Linear third = new Linear(3, 2, init)) {
            assertThat(parameter(second, "weight").toDoubles())
                    .containsExactly(parameter(first, "weight").toDoubles())
                    .isNotEqualTo(parameter(third, "weight").toDoubles());
        }
    }

    @Test
    void weightsMayBePlacedInAnotherPrecision() {
        try (Linear drawn = new Linear(3, 2, new Init.Drawn(rng, Placement.BFLOAT16));
                Linear blank = new Linear(3, 2, new Init.Blank(Placement.BFLOAT16))) {
            assertThat(parameter(drawn, "weight").dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(parameter(blank, "bias").dtype()).isEqualTo(DType.BFLOAT16);
        }
    }

    @Test
    void layersComputeInThePrecisionOfTheirInput() {
        Tensor image = rng.normal(Shape.of(1, 32, 4, 4)).to(DType.BFLOAT16);
        Tensor tokens = rng.normal(Shape.of(1, 5, 32)).to(DType.BFLOAT16);
        try (Conv2d conv = Conv2d.same(32, 4, init);
                GroupNorm groupNorm = new GroupNorm(32, 1e-5, init);
                Linear linear = new Linear(32, 4, init);
                LayerNorm layerNorm = new LayerNorm(32, init)) {
            assertThat(conv.forward(image).dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(groupNorm.forward(image).dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(linear.forward(tokens).dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(layerNorm.forward(tokens).dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(parameter(conv, "weight").dtype()).isEqualTo(DType.FLOAT32);
        }
    }

    @Test
    void float32WeightsLearnFromABfloat16Computation() {
        try (Linear layer = new Linear(3, 2, init)) {
            Tensor x = Tensors.full(Shape.of(5, 3), 2, Placement.BFLOAT16);
            layer.forward(x).to(DType.FLOAT32).sum().backward();
            Tensor gradient = parameter(layer, "weight").grad();
            assertThat(gradient).isNotNull();
            assertThat(gradient.dtype()).isEqualTo(DType.FLOAT32);
            assertThat(gradient.toDoubles()).containsOnly(10);
        }
    }

    @Test
    void normsAreTheirOraclesWithTheirOwnEpsilons() {
        Tensor image = rng.normal(Shape.of(2, 64, 3, 3)).mul(0.003);
        Tensor tokens = rng.normal(Shape.of(2, 3, 6)).mul(0.003);
        try (GroupNorm groupNorm = new GroupNorm(64, 1e-6, init);
                LayerNorm layerNorm = new LayerNorm(6, init)) {
            Tensor weight = parameter(groupNorm, "weight");
            assertThat(weight.toDoubles()).containsOnly(1);
            assertThat(parameter(groupNorm, "bias").toDoubles()).containsOnly(0);
            assertClose(
                    groupNorm.forward(image),
                    Naive.groupNorm(image, 32, weight, parameter(groupNorm, "bias"), 1e-6),
                    1e-5);
            assertClose(
                    layerNorm.forward(tokens),
                    Naive.layerNorm(tokens, parameter(layerNorm, "weight"), parameter(layerNorm, "bias"), 1e-5),
                    1e-5);
        }
    }

    @Test
    void groupNormWantsAMultipleOfItsGroups() {
        assertThatThrownBy(() -> new GroupNorm(48, 1e-5, init))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("48 channels")
                .hasMessageContaining("multiple of 32");
    }

    @Test
    void anEmbeddingIsATableOfVectors() {
        try (Embedding embedding = new Embedding(50, 40, 0.02, init)) {
            double[] table = parameter(embedding, "weight").toDoubles();
            assertThat(embedding
                            .forward(Tensors.of(new long[] {3, 0}, Shape.of(2)))
                            .toDoubles())
                    .startsWith(Arrays.copyOfRange(table, 120, 160))
                    .endsWith(Arrays.copyOf(table, 40));
            assertThat(embedding.first(2).toDoubles()).containsExactly(Arrays.copyOf(table, 80));
            double variance = Arrays.stream(table).map(v -> v * v).average().orElseThrow();
            assertThat(Math.sqrt(variance)).isCloseTo(0.02, within(0.001));
        }
    }

    /** Head h of a token is its numbers h · d to (h + 1) · d: the oracle attends head by head. */
    @Test
    void headsAttendByThemselves() {
        Placement precise = new Placement(Device.CPU, DType.FLOAT64);
        Tensor q = rng.normal(Shape.of(2, 5, 6)).to(precise);
        Tensor k = rng.normal(Shape.of(2, 4, 6)).to(precise);
        Tensor v = rng.normal(Shape.of(2, 4, 6)).to(precise);
        Tensor attended = Heads.attend(q, k, v, 3);
        assertThat(attended.shape()).isEqualTo(Shape.of(2, 5, 6));
        for (long head = 0; head < 3; head++) {
            double[] expected = Naive.attention(
                    q.narrow(2, 2 * head, 2), k.narrow(2, 2 * head, 2), v.narrow(2, 2 * head, 2), 1 / Math.sqrt(2));
            assertClose(attended.narrow(2, 2 * head, 2), expected, 1e-13);
        }
    }

    @Test
    void weightsThatStayAndAnAdapterAreForLayersOfTheirOwn() {
        try (Linear adapted = new Linear(64, 64, init);
                Linear fixed = new Linear(64, 64, init)) {
            adapted.adapt(x -> x);
            assertThatThrownBy(() -> adapted.fix(WeightLayout.PACKED, new Features(DType.FLOAT32, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has an adapter");
            fixed.fix(WeightLayout.PACKED, new Features(DType.FLOAT32, 1));
            assertThatThrownBy(() -> fixed.adapt(x -> x))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("weights that stay as they are");
        }
    }
}
