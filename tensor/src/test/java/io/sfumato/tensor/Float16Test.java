package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** float16 has eleven bits, and ends at 65504: what is summed or squared on the way must not be held in it. */
@ExtendWith(NoLeaks.class)
class Float16Test {
    /** The largest rounding error of numbers of about one. */
    private static final double ROUNDING = 1 / 2048.0;

    private static Tensor normal(long seed, DType dtype, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes)).to(dtype);
        }
    }

    private static Tensor normal(long seed, long... sizes) {
        return normal(seed, DType.FLOAT16, sizes);
    }

    @ParameterizedTest
    @CsvSource({"5, 3", "256, 40", "300, 500"})
    void attentionIsNearItsFormula(int queries, int keys) {
        Tensor q = normal(1, 2, queries, 8);
        Tensor k = normal(2, 2, keys, 8);
        Tensor v = normal(3, 2, keys, 8);
        Tensor attended = Attention.of(q, k, v, 0.35);
        assertThat(attended.dtype()).isEqualTo(DType.FLOAT16);
        assertClose(attended, Naive.attention(q, k, v, 0.35), 2 * ROUNDING);
    }

    /** Each query and key have one number more, whose product is the same score for all: weights stay. */
    @Test
    void scoresMayLeaveTheRange() {
        Tensor q = normal(1, 2, 40, 8);
        Tensor k = normal(2, 2, 50, 8);
        Tensor v = normal(3, 2, 50, 8);
        Tensor farQueries = Tensors.cat(2, q, Tensors.full(Shape.of(2, 40, 1), 1000, q.placement()));
        Tensor farKeys = Tensors.cat(2, k, Tensors.full(Shape.of(2, 50, 1), 400, k.placement()));
        Tensor attended =
                Attention.of(farQueries, farKeys, v, 0.35); // scores of 140,000, a 64th of which float32 holds
        assertClose(attended, Naive.attention(q, k, v, 0.35), 0.02);
        Tensor causal = Attention.causal(farQueries, farKeys.narrow(1, 0, 40), v.narrow(1, 0, 40), 0.35);
        Tensor last = causal.narrow(1, 39, 1);
        assertClose(
                last,
                Naive.attention(
                        q.narrow(1, 39, 1).contiguous(),
                        k.narrow(1, 0, 40).contiguous(),
                        v.narrow(1, 0, 40).contiguous(),
                        0.35),
                0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 77, 300})
    void causalAttentionSeesNothingLater(int tokens) {
        Tensor q = normal(1, 2, tokens, 4);
        Tensor k = normal(2, 2, tokens, 4);
        Tensor v = normal(3, 2, tokens, 4);
        Tensor attended = Attention.causal(q, k, v, 0.5);
        for (long token : new long[] {0, tokens / 2, tokens - 1}) {
            double[] expected = Naive.attention(
                    q.narrow(1, token, 1).contiguous(),
                    k.narrow(1, 0, token + 1).contiguous(),
                    v.narrow(1, 0, token + 1).contiguous(),
                    0.5);
            assertClose(attended.narrow(1, token, 1), expected, 2 * ROUNDING);
        }
    }

    /** Sums and squares are beyond the range, in any memory order, of few channels and of many, of small maps and of large ones. */
    @ParameterizedTest
    @CsvSource({"8, 5", "64, 5", "8, 40", "64, 40"})
    void statisticsOfAGroupNormMayLeaveTheRange(int channels, int side) {
        Tensor x = normal(1, DType.FLOAT32, 2, channels, side, side)
                .mul(3000)
                .add(5000)
                .to(DType.FLOAT16);
        Tensor weight = normal(2, channels);
        Tensor bias = normal(3, channels);
        double[] expected = Naive.groupNorm(x, 4, weight, bias, 1e-5);
        for (Tensor map : List.of(x, x.channelsLast())) {
            Tensor normed = Grad.off(() -> Functional.groupNorm(map, 4, weight, bias, 1e-5));
            assertThat(normed.dtype()).isEqualTo(DType.FLOAT16);
            assertThat(normed.liesPixelByPixel()).isEqualTo(map.liesPixelByPixel());
            assertClose(normed, expected, 8 * ROUNDING); // of results up to 8
        }
    }

    @Test
    void statisticsOfALayerNormMayLeaveTheRange() {
        Tensor x = normal(1, DType.FLOAT32, 2, 3, 50).mul(3000).add(5000).to(DType.FLOAT16);
        Tensor weight = normal(2, 50);
        Tensor bias = normal(3, 50);
        assertClose(Functional.layerNorm(x, weight, bias, 1e-5), Naive.layerNorm(x, weight, bias, 1e-5), 8 * ROUNDING);
    }

    /** In full blocks of channels and not, row by row and pixel by pixel. */
    @ParameterizedTest
    @CsvSource({"8, 4, 1", "32, 64, 1", "32, 32, 2"})
    void aConvolutionIsItsDefinition(int in, int out, int stride) {
        Tensor x = normal(1, 2, in, 7, 6);
        Tensor weight =
                normal(2, DType.FLOAT32, out, in, 3, 3).div(Math.sqrt(9.0 * in)).to(DType.FLOAT16);
        Tensor bias = normal(3, out);
        double[] expected = Naive.conv2d(x, weight, bias, stride, 1);
        for (Tensor map : List.of(x, x.channelsLast())) {
            assertClose(Functional.conv2d(map, weight, bias, stride, 1), expected, 8 * ROUNDING);
        }
    }

    /** Tiles of Winograd's, and layouts of oneDNN's, are for precisions whose range is that of float32. */
    @Test
    void weightsStayAsTheyAre() {
        assertThat(WeightLayout.PACKED.suits(Shape.of(640, 640, 3, 3), DType.FLOAT16))
                .isFalse();
        assertThat(WeightLayout.PACKED.serves(Placement.FLOAT16)).isFalse();
        assertThat(WeightLayout.PACKED.serves(Placement.BFLOAT16)).isTrue();
    }
}
