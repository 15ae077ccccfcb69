package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class AverageTest {
    private static Tensor number(double value) {
        return Tensors.of(new double[] {value}, Shape.of(1));
    }

    /** The reference's LitEma: min(decay, (1 + n) / (10 + n)). */
    @Test
    void theDecayRisesFromTwoElevenths() {
        Average average = new Average(Map.of(), Map.of(), 0.9);
        assertThat(average.decay(1)).isCloseTo(2 / 11.0, within(1e-15));
        assertThat(average.decay(8)).isCloseTo(0.5, within(1e-15));
        assertThat(average.decay(79)).isCloseTo(80 / 89.0, within(1e-15));
        assertThat(average.decay(81)).isEqualTo(0.9);
        assertThat(average.decay(1_000_000)).isEqualTo(0.9);
    }

    @Test
    void theAverageFollowsTheWeights() {
        Tensor averaged = number(0);
        Tensor trained = number(11).requireGrad();
        Average average = new Average(Map.of("x", averaged), Map.of("x", trained), 0.5);
        average.update(1);
        assertThat(averaged.item()).as("2/11 · 0 + 9/11 · 11").isCloseTo(9, within(1e-12));
        average.update(1_000);
        assertThat(averaged.item()).as("the mean of 9 and 11").isCloseTo(10, within(1e-12));
        assertThat(trained.item()).isEqualTo(11);
        assertThat(averaged.requiresGrad()).isFalse();
    }
}
