package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DrawsTest {
    private static final Shape ONE = Shape.of(3, 4, 4);

    private static Draws draws(long first, int count) {
        try (Rng rng = Rng.seeded(7)) {
            return Draws.consecutive(rng, first, count);
        }
    }

    @Test
    void anItemDrawsWhatAStreamForkedForItsPositionDoes() {
        Tensor normal = draws(40, 3).normal("noise", ONE);
        Tensor uniform = draws(40, 3).uniform("mask", ONE);
        assertThat(normal.shape()).isEqualTo(Shape.of(3, 3, 4, 4));
        try (Rng rng = Rng.seeded(7);
                Rng second = rng.fork("noise", 41);
                Rng third = rng.fork("mask", 42)) {
            assertThat(normal.select(0, 1).toDoubles())
                    .containsExactly(second.normal(ONE).toDoubles());
            assertThat(uniform.select(0, 2).toDoubles())
                    .containsExactly(third.uniform(ONE).toDoubles());
        }
    }

    @Test
    void numbersDoNotDependOnHowABatchIsDivided() {
        Tensor whole = draws(10, 4).normal("noise", ONE);
        Tensor parts =
                Tensors.cat(0, draws(10, 1).normal("noise", ONE), draws(11, 3).normal("noise", ONE));
        assertThat(parts.toDoubles()).containsExactly(whole.toDoubles());
        Tensor everySecond = new Draws(7, List.of(11L, 13L)).normal("noise", ONE);
        assertThat(everySecond.select(0, 1).toDoubles())
                .containsExactly(whole.select(0, 3).toDoubles());
        assertThat(draws(12, 2).shares("level"))
                .containsExactly(Arrays.copyOfRange(draws(10, 4).shares("level"), 2, 4));
    }

    @Test
    void aPurposeAskedTwiceGivesItsNumbersTwiceAndAnotherGivesOthers() {
        Draws draws = draws(0, 2);
        double[] first = draws.normal("noise", ONE).toDoubles();
        assertThat(draws.normal("noise", ONE).toDoubles()).containsExactly(first);
        assertThat(draws.normal("other noise", ONE).toDoubles()).isNotEqualTo(first);
        assertThat(draws.shares("level")).isNotEqualTo(draws.shares("other level"));
        assertThat(new Draws(8, List.of(0L, 1L)).normal("noise", ONE).toDoubles())
                .isNotEqualTo(first);
    }

    @Test
    void aSmallItemDrawsTooWhateverCameBeforeIt() {
        double[] alone = draws(5, 1).normal("noise", Shape.of(1)).toDoubles();
        assertThat(draws(4, 2).normal("noise", Shape.of(1)).toDoubles()[1]).isEqualTo(alone[0]);
    }

    /** The standard deviation of a uniform number is √(1/12), that of a mean of n is √n times less. */
    @Test
    void sharesAreUniform() {
        double[] shares = draws(0, 100_000).shares("level");
        assertThat(Arrays.stream(shares).allMatch(share -> 0 <= share && share < 1))
                .isTrue();
        assertThat(Arrays.stream(shares).average().orElseThrow()).isCloseTo(0.5, within(4 * Math.sqrt(1 / 12e5)));
        for (int tenth = 0; tenth < 10; tenth++) {
            double low = tenth / 10.0;
            long inside = Arrays.stream(shares)
                    .filter(share -> low <= share && share < low + 0.1)
                    .count();
            assertThat(inside).isBetween(9_600L, 10_400L); // four deviations
        }
    }

    @Test
    void neighboursAreNotCorrelated() {
        double[] shares = draws(0, 100_000).shares("level");
        double sum = 0;
        for (int i = 1; i < shares.length; i++) {
            sum += (shares[i] - 0.5) * (shares[i - 1] - 0.5);
        }
        assertThat(12 * sum / shares.length).isCloseTo(0, within(4 / Math.sqrt(100_000)));
    }

    @Test
    void drawsForNothingAreRefused() {
        assertThatThrownBy(() -> new Draws(1, List.of())).hasMessageContaining("expected at least one");
    }
}
