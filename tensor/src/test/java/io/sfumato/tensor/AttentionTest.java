package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class AttentionTest {
    /** The largest rounding error of about unit bfloat16 numbers: eight bits of mantissa. */
    private static final double BFLOAT16_ROUNDING = 1 / 256.0;

    private static Tensor normal(long seed, DType dtype, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes)).to(dtype);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void itIsItsFormula(DType dtype) {
        Tensor q = normal(1, dtype, 2, 5, 4);
        Tensor k = normal(2, dtype, 2, 3, 4);
        Tensor v = normal(3, dtype, 2, 3, 4);
        double tolerance = dtype == DType.FLOAT64 ? 1e-13 : 2e-6;
        assertClose(Attention.of(q, k, v, 0.5), Naive.attention(q, k, v, 0.5), tolerance);
    }

    /** Few and many weights, one block of queries and several, of which the last is short; heads in full groups and not. */
    @ParameterizedTest
    @CsvSource({"2, 256, 40", "3, 700, 500", "5, 600, 2100", "1, 1100, 4000"})
    void inBfloat16ItIsNearTheFormula(int heads, int queries, int keys) {
        Tensor q = normal(1, DType.BFLOAT16, heads, queries, 8);
        Tensor k = normal(2, DType.BFLOAT16, heads, keys, 8);
        Tensor v = normal(3, DType.BFLOAT16, heads, keys, 8);
        Tensor attended = Attention.of(q, k, v, 0.35);
        assertThat(attended.dtype()).isEqualTo(DType.BFLOAT16);
        // the scaled queries, the weights, their sums and the result are rounded
        assertClose(attended, Naive.attention(q, k, v, 0.35), 4 * BFLOAT16_ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 700})
    void gradientsPassThroughBfloat16(int keys) {
        Tensor q = normal(1, DType.BFLOAT16, 1, 500, 4).requireGrad();
        Tensor k = normal(2, DType.BFLOAT16, 1, keys, 4).requireGrad();
        Tensor v = normal(3, DType.BFLOAT16, 1, keys, 4).requireGrad();
        Attention.of(q, k, v, 0.5).to(DType.FLOAT32).sum().backward();
        // every query's weights sum to one: the gradient of each value is the sum of its weights, 500 in all
        Tensor gradient = v.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.to(DType.FLOAT32).sum().item()).isCloseTo(500 * 4, within(500 * 4 * 0.01));
        assertThat(q.grad()).isNotNull();
        assertThat(k.grad()).isNotNull();
    }

    /** Weights that are kept for it, and so many that they are not. */
    @ParameterizedTest
    @CsvSource({"500, 700", "1100, 1000"})
    void gradientsInBfloat16AreNearThoseOfTheFormula(int queries, int keys) {
        List<Tensor> rounded = List.of(
                normal(1, DType.BFLOAT16, 2, queries, 8),
                normal(2, DType.BFLOAT16, 2, keys, 8),
                normal(3, DType.BFLOAT16, 2, keys, 8));
        List<Tensor> learning =
                rounded.stream().map(x -> x.detach().requireGrad()).toList();
        List<Tensor> precise =
                rounded.stream().map(x -> x.to(DType.FLOAT64).requireGrad()).toList();
        Tensor weight = normal(4, DType.BFLOAT16, 2, queries, 8);
        Tensor attended = Attention.of(learning.get(0), learning.get(1), learning.get(2), 0.35);
        assertThat(attended.dtype()).isEqualTo(DType.BFLOAT16);
        attended.mul(weight).sum().backward();
        Attention.plain(precise.get(0), precise.get(1), precise.get(2), 0.35)
                .mul(weight.to(DType.FLOAT64))
                .sum()
                .backward();
        for (int i = 0; i < 3; i++) {
            Tensor expected = precise.get(i).grad();
            Tensor error = learning.get(i).grad().to(DType.FLOAT64).sub(expected);
            assertThat(error.norm().item() / expected.norm().item())
                    .as("gradient of input %d", i)
                    .isLessThan(2 * BFLOAT16_ROUNDING);
        }
    }

    @Test
    void aHeadIsTheSameAmongOthersAndAlone() {
        Tensor q = normal(1, DType.BFLOAT16, 5, 600, 40);
        Tensor k = normal(2, DType.BFLOAT16, 5, 500, 40);
        Tensor v = normal(3, DType.BFLOAT16, 5, 500, 40);
        Tensor all = Attention.of(q, k, v, 0.16);
        for (int i = 0; i < 5; i++) {
            Tensor alone = Attention.of(q.narrow(0, i, 1), k.narrow(0, i, 1), v.narrow(0, i, 1), 0.16);
            assertThat(all.narrow(0, i, 1).to(DType.FLOAT32).toFloats())
                    .isEqualTo(alone.to(DType.FLOAT32).toFloats());
        }
    }

    /** Powers of these scores are infinite or zero, unless the largest score is subtracted first. */
    @ParameterizedTest
    @ValueSource(doubles = {300, -300, 3000, -3000})
    void scoresOutsideTheRangeOfPowersAreRight(double score) {
        Tensor q = normal(1, DType.BFLOAT16, 2, 400, 8);
        Tensor k = normal(2, DType.BFLOAT16, 2, 500, 8);
        Tensor v = normal(3, DType.BFLOAT16, 2, 500, 8);
        Tensor expected = Attention.of(q, k, v, 0.35);
        // some queries and all keys have one channel more, whose product is the same large score for each key: their
        // weights stay
        Tensor far = Tensors.cat(
                1,
                Tensors.full(Shape.of(2, 100, 1), 0, q.placement()),
                Tensors.full(Shape.of(2, 300, 1), score / 0.35, q.placement()));
        Tensor farQueries = Tensors.cat(2, q, far);
        Tensor keys = Tensors.cat(2, k, Tensors.full(Shape.of(2, 500, 1), 1, k.placement()));
        Tensor attended = Attention.of(farQueries, keys, v, 0.35);
        assertThat(attended.narrow(1, 0, 100).to(DType.FLOAT32).toFloats())
                .isEqualTo(expected.narrow(1, 0, 100).to(DType.FLOAT32).toFloats());
        // a score is rounded to eight bits, the same as by the plain formula
        Tensor plain = Attention.plain(farQueries, keys, v, 0.35);
        assertThat(attended.narrow(1, 100, 300).to(DType.FLOAT32).toFloats())
                .isEqualTo(plain.narrow(1, 100, 300).to(DType.FLOAT32).toFloats());
    }

    /** Blocks of 499 queries, heads in more than one group: some queries of some heads are far in each block. */
    @Test
    void farScoresAreRepairedWhereTheyAre() {
        Tensor q = normal(1, DType.BFLOAT16, 5, 1100, 8);
        Tensor keys = Tensors.cat(
                2, normal(2, DType.BFLOAT16, 5, 2100, 8), Tensors.full(Shape.of(5, 2100, 1), 1, q.placement()));
        Tensor v = normal(3, DType.BFLOAT16, 5, 2100, 8);
        float[] far = new float[5 * 1100];
        for (int i = 0; i < far.length; i++) {
            far[i] = i % 7 == 3 || i > 4 * 1100 + 1050 ? 1500 : 0;
        }
        Tensor queries = Tensors.cat(2, q, Tensors.of(far, Shape.of(5, 1100, 1)).to(DType.BFLOAT16));
        Tensor attended = Attention.of(queries, keys, v, 0.35);
        float[] all = attended.to(DType.FLOAT32).toFloats();
        float[] plain =
                Attention.plain(queries, keys, v, 0.35).to(DType.FLOAT32).toFloats();
        for (int i = 0; i < all.length; i++) {
            double tolerance = far[i / 8] > 0 ? 0 : 0.03; // a repaired query is the plain formula's
            assertThat((double) all[i]).as("number %d", i).isCloseTo(plain[i], within(tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 8, 2000, 77", "12, 6, 1024, 1024", "4, 2, 300, 4096"})
    void aPictureIsTheSameInAnyBatch(int heads, int ofOne, int queries, int keys) {
        Tensor q = normal(1, DType.BFLOAT16, heads, queries, 40);
        Tensor k = normal(2, DType.BFLOAT16, heads, keys, 40);
        Tensor v = normal(3, DType.BFLOAT16, heads, keys, 40);
        Tensor all = Attention.of(q, k, v, 0.16);
        for (int i = 0; i < heads; i += ofOne) {
            Tensor alone = Attention.of(q.narrow(0, i, ofOne), k.narrow(0, i, ofOne), v.narrow(0, i, ofOne), 0.16);
            assertThat(all.narrow(0, i, ofOne).to(DType.FLOAT32).toFloats())
                    .isEqualTo(alone.to(DType.FLOAT32).toFloats());
        }
    }

    /** The weights of one key are all there is, and its score is as large as powers allow. */
    @ParameterizedTest
    @ValueSource(doubles = {43, 46, -43, -46})
    void scoresAtTheEdgeOfTheRangeAreRight(double score) {
        Tensor q = Tensors.full(Shape.of(1, 400, 1), 1, Placement.BFLOAT16);
        Tensor k = Tensors.cat(
                1,
                Tensors.full(Shape.of(1, 1, 1), score, q.placement()),
                Tensors.full(Shape.of(1, 499, 1), score - 60, q.placement()));
        Tensor v = normal(3, DType.BFLOAT16, 1, 500, 8);
        Tensor attended = Attention.of(q, k, v, 1);
        Tensor first = v.narrow(1, 0, 1).expand(1, 400, 8);
        assertClose(attended, first.to(DType.FLOAT64).contiguous().toDoubles(), BFLOAT16_ROUNDING);
    }

    /** What a block computes first, without gradients, is what it computes again for them. */
    @Test
    void recomputedForItsGradientItIsTheSame() {
        Tensor q = normal(1, DType.BFLOAT16, 1, 400, 8).requireGrad();
        Tensor k = normal(2, DType.BFLOAT16, 1, 500, 8);
        double[] recorded = Attention.of(q.mul(2), k, k, 0.35).to(DType.FLOAT32).toDoubles();
        try (Recomputation open = Recomputation.open()) {
            Tensor made = Recomputation.of(
                    List.of(q), inputs -> Attention.of(inputs.get(0).mul(2), k, k, 0.35));
            assertThat(made.to(DType.FLOAT32).toDoubles()).containsExactly(recorded);
        }
    }

    @Test
    void whatIsNoNumberStaysNone() {
        Tensor q = normal(1, DType.BFLOAT16, 1, 400, 8);
        Tensor k = normal(2, DType.BFLOAT16, 1, 500, 8);
        Tensor broken = Tensors.full(Shape.of(1, 1, 8), Double.NaN, q.placement());
        Tensor attended = Attention.of(Tensors.cat(1, q.narrow(1, 1, 399), broken), k, k, 0.35);
        assertThat(attended.narrow(1, 0, 399).isFinite()).isTrue();
        assertThat(attended.narrow(1, 399, 1).to(DType.FLOAT32).toFloats()).containsOnly(Float.NaN);
    }
}
