package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RngTest {
    private static final Shape MANY = Shape.of(10_000);

    /** Draws from a stream and closes it. */
    private static double[] drawn(Rng rng, Shape shape) {
        try (rng) {
            return rng.normal(shape).toDoubles();
        }
    }

    private static double[] forked(long seed, String purpose) {
        try (Rng rng = Rng.seeded(seed)) {
            return drawn(rng.fork(purpose), Shape.of(20));
        }
    }

    private static double[] forked(long seed, String purpose, long index) {
        try (Rng rng = Rng.seeded(seed)) {
            return drawn(rng.fork(purpose, index), Shape.of(20));
        }
    }

    /** torch.manual_seed(0); torch.randn(3), and the same with torch.rand(3). */
    @Test
    void theNumbersArePyTorchsOwn() {
        assertThat(drawn(Rng.seeded(0), Shape.of(3)))
                .containsExactly(new double[] {1.5410, -0.2934, -2.1788}, within(5e-5));
        try (Rng rng = Rng.seeded(0)) {
            assertThat(rng.uniform(Shape.of(3)).toDoubles())
                    .containsExactly(new double[] {0.4963, 0.7682, 0.0885}, within(5e-5));
        }
    }

    @Test
    void aSeedIsAStream() {
        assertThat(drawn(Rng.seeded(-7), MANY)).isEqualTo(drawn(Rng.seeded(-7), MANY));
        assertThat(drawn(Rng.seeded(-7), MANY)).isNotEqualTo(drawn(Rng.seeded(7), MANY));
        try (Rng rng = Rng.seeded(Long.MIN_VALUE)) {
            assertThat(rng.seed()).isEqualTo(Long.MIN_VALUE);
            assertThat(rng.normal(MANY).toDoubles())
                    .isNotEqualTo(rng.normal(MANY).toDoubles());
        }
    }

    @Test
    void aForkDependsOnSeedPurposeAndIndexAlone() {
        assertThat(forked(1, "noise")).isEqualTo(forked(1, "noise"));
        assertThat(forked(1, "noise", 3)).isEqualTo(forked(1, "noise", 3));
        try (Rng rng = Rng.seeded(1)) {
            rng.normal(MANY);
            assertThat(drawn(rng.fork("noise"), Shape.of(20))).isEqualTo(forked(1, "noise"));
        }
    }

    @Test
    void aForkDoesNotDisturbItsParent() {
        try (Rng rng = Rng.seeded(1)) {
            double[] fork = drawn(rng.fork("noise"), Shape.of(3));
            assertThat(rng.normal(Shape.of(3)).toDoubles())
                    .isEqualTo(drawn(Rng.seeded(1), Shape.of(3)))
                    .isNotEqualTo(fork);
        }
    }

    @Test
    void noTwoForksAreTheSame() {
        Set<String> streams = new HashSet<>();
        streams.add(Arrays.toString(forked(1, "noise")));
        streams.add(Arrays.toString(forked(2, "noise")));
        streams.add(Arrays.toString(forked(1, "levels")));
        streams.add(Arrays.toString(forked(1, "")));
        for (long index = 0; index < 20; index++) {
            streams.add(Arrays.toString(forked(1, "noise", index)));
        }
        assertThat(streams).hasSize(24);
    }

    /** The correlation of independent streams is about 1/√n = 0.01. */
    @Test
    void forksAreNotCorrelated() {
        try (Rng rng = Rng.seeded(1)) {
            double[] parent = rng.normal(MANY).toDoubles();
            double[] first = drawn(rng.fork("step", 0), MANY);
            double[] second = drawn(rng.fork("step", 1), MANY);
            assertThat(correlation(first, second)).isBetween(-0.05, 0.05);
            assertThat(correlation(parent, first)).isBetween(-0.05, 0.05);
        }
    }

    private static double correlation(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i] / a.length;
        }
        return sum;
    }

    @Test
    void normalNumbersHaveUnitVariance() {
        double[] values = drawn(Rng.seeded(3), MANY);
        assertThat(Arrays.stream(values).average().orElseThrow()).isCloseTo(0, within(0.05));
        assertThat(Arrays.stream(values).map(v -> v * v).average().orElseThrow())
                .isCloseTo(1, within(0.05));
    }

    @Test
    void uniformNumbersFillTheirRange() {
        try (Rng rng = Rng.seeded(3)) {
            double[] values = rng.uniform(MANY).toDoubles();
            assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(0.0, 0.01);
            assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.99, Math.nextDown(1.0));
            Tensor integers = rng.integers(5, MANY);
            assertThat(integers.dtype()).isEqualTo(DType.INT64);
            for (long value = 0; value < 5; value++) {
                long wanted = value;
                assertThat(Arrays.stream(integers.toLongs())
                                .filter(v -> v == wanted)
                                .count())
                        .isBetween(1_800L, 2_200L);
            }
            assertThat(integers.toLongs()).containsOnly(0, 1, 2, 3, 4);
        }
    }

    @Test
    void aClosedStreamGivesNoNumbers() {
        Rng rng = Rng.seeded(1);
        rng.close();
        assertThatThrownBy(() -> rng.normal(MANY))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> rng.integers(3, MANY)).isInstanceOf(TensorException.class);
        rng.close();
    }
}
