package io.sfumato.condition.clip;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class EmphasisTest {
    private static final int TOKENS = 4;
    private static final int WIDTH = 3;

    /** Two rows whose means are not near 0. */
    private static Tensor hidden(DType dtype) {
        try (Rng rng = Rng.seeded(1)) {
            return rng.normal(Shape.of(2, TOKENS, WIDTH)).add(0.3).to(dtype);
        }
    }

    private static Tensor weights(double... values) {
        return Tensors.of(values, Shape.of(2, TOKENS));
    }

    @Test
    void emphasisIsItsFormula() {
        double[] w = {1, 1.5, 0, 1, 1, 1, -0.5, 2};
        double[] z = hidden(DType.FLOAT64).toDoubles();
        double[] expected = new double[z.length];
        for (int row = 0; row < 2; row++) {
            double before = 0;
            double after = 0;
            for (int i = row * TOKENS * WIDTH; i < (row + 1) * TOKENS * WIDTH; i++) {
                expected[i] = z[i] * w[i / WIDTH];
                before += z[i];
                after += expected[i];
            }
            for (int i = row * TOKENS * WIDTH; i < (row + 1) * TOKENS * WIDTH; i++) {
                expected[i] *= before / after;
            }
        }
        assertClose(Emphasis.apply(hidden(DType.FLOAT64), weights(w)), expected, 1e-13);
        assertClose(Emphasis.apply(hidden(DType.FLOAT32), weights(w)), expected, 1e-6);
    }

    @Test
    void theMeanOfEachChunkIsRestored() {
        Tensor hidden = hidden(DType.FLOAT64);
        Tensor weighted = Emphasis.apply(hidden, weights(1, 1.3, 1.3, 1, 1, 0.7, 1.1, 1));
        assertClose(weighted.mean(1, 2), hidden.mean(1, 2), 1e-13);
        double[] ratios = weighted.div(hidden).toDoubles();
        assertThat(ratios[WIDTH] / ratios[0]).isCloseTo(1.3, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32", "BFLOAT16"})
    void weightOneChangesNoBit(DType dtype) {
        Tensor hidden = hidden(dtype);
        Tensor weighted = Emphasis.apply(hidden, weights(1, 2, 1, 1, 1, 1, 1, 1));
        assertThat(weighted.dtype()).isEqualTo(dtype);
        assertThat(weighted.select(0, 1).toDoubles())
                .as("a row beside one with weights")
                .isEqualTo(hidden.select(0, 1).toDoubles());
        assertThat(weighted.select(0, 0).toDoubles())
                .isNotEqualTo(hidden.select(0, 0).toDoubles());
    }

    @Test
    void aMeanOfZeroIsNotRestored() {
        double[] balanced = new double[2 * TOKENS * WIDTH];
        Arrays.fill(balanced, 1);
        Tensor hidden = Tensors.of(balanced, Shape.of(2, TOKENS, WIDTH));
        Tensor weighted = Emphasis.apply(hidden, weights(1, -1, 1, -1, 0, 0, 0, 0));
        assertThat(weighted.isFinite()).isTrue();
        assertThat(weighted.select(0, 0).select(1, 0).toDoubles()).containsExactly(1, -1, 1, -1);
        assertThat(weighted.select(0, 1).toDoubles()).containsOnly(0);
    }
}
