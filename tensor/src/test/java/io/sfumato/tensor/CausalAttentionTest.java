package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.Naive;
import io.sfumato.tensor.testkit.NoLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class CausalAttentionTest {
    /** The largest rounding error of about unit bfloat16 numbers: eight bits of mantissa. */
    private static final double BFLOAT16_ROUNDING = 1 / 256.0;

    private static Tensor normal(long seed, DType dtype, long... sizes) {
        try (Rng rng = Rng.seeded(seed)) {
            return rng.normal(Shape.of(sizes)).to(dtype);
        }
    }

    /** The first tokens alone, attended to in full, are what causal attention gives the last of them. */
    private static void assertCausal(Tensor q, Tensor k, Tensor v, double tolerance) {
        Tensor attended = Attention.causal(q, k, v, 0.5);
        assertThat(attended.shape()).isEqualTo(q.shape());
        for (long token : new long[] {0, 1, q.size(1) / 2, q.size(1) - 1}) {
            double[] expected = Naive.attention(
                    q.narrow(1, token, 1).contiguous(),
                    k.narrow(1, 0, token + 1).contiguous(),
                    v.narrow(1, 0, token + 1).contiguous(),
                    0.5);
            assertClose(attended.narrow(1, token, 1), expected, tolerance);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void causalAttentionIsAttentionToTheTokensBefore(DType dtype) {
        double tolerance = dtype == DType.FLOAT64 ? 1e-13 : 2e-6;
        assertCausal(normal(1, dtype, 2, 5, 4), normal(2, dtype, 2, 5, 4), normal(3, dtype, 2, 5, 4), tolerance);
    }

    /** 256 queries go at once, more go in blocks of 128, the last of which may be short. */
    @ParameterizedTest
    @ValueSource(ints = {256, 257, 384, 500})
    void causalAttentionInBlocksSeesNothingLater(int tokens) {
        assertCausal(
                normal(1, DType.FLOAT32, 2, tokens, 4),
                normal(2, DType.FLOAT32, 2, tokens, 4),
                normal(3, DType.FLOAT32, 2, tokens, 4),
                2e-6);
        assertCausal(
                normal(1, DType.BFLOAT16, 2, tokens, 4),
                normal(2, DType.BFLOAT16, 2, tokens, 4),
                normal(3, DType.BFLOAT16, 2, tokens, 4),
                4 * BFLOAT16_ROUNDING);
    }

    @Test
    void gradientsPassThroughCausalAttentionToTheTokensBefore() {
        Tensor q = normal(1, DType.FLOAT64, 1, 300, 4).requireGrad();
        Tensor k = normal(2, DType.FLOAT64, 1, 300, 4);
        Tensor v = normal(3, DType.FLOAT64, 1, 300, 4).requireGrad();
        Attention.causal(q, k, v, 0.5).narrow(1, 0, 2).sum().backward();
        // the weights of the first two queries sum to two, and the third token has none of them
        Tensor gradient = v.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.narrow(1, 0, 2).sum().item()).isCloseTo(2 * 4, within(1e-9));
        assertThat(gradient.narrow(1, 2, 298).toDoubles()).containsOnly(0);
        assertThat(q.grad()).isNotNull();
    }

    @Test
    void causalAttentionNeedsAKeyForEveryQuery() {
        Tensor q = normal(1, DType.FLOAT32, 1, 3, 4);
        Tensor k = normal(2, DType.FLOAT32, 1, 5, 4);
        assertThatThrownBy(() -> Attention.causal(q, k, k, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 queries and 5 keys");
    }
}
