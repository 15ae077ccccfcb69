package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class BetaScheduleTest {

    static Stream<Arguments> referenceSchedules() {
        return Stream.of(
                Arguments.of("linear.0.0015.0.0195", new BetaSchedule.ScaledLinear(0.0015, 0.0195)),
                Arguments.of("linear.0.00085.0.012", new BetaSchedule.ScaledLinear(0.00085, 0.012)),
                Arguments.of("cosine.0.0001.0.02", BetaSchedule.Cosine.DEFAULT),
                Arguments.of("sqrt_linear.0.0001.0.02", new BetaSchedule.Linear(0.0001, 0.02)),
                Arguments.of("sqrt.0.0001.0.02", new BetaSchedule.SquareRoot(0.0001, 0.02)));
    }

    @ParameterizedTest
    @MethodSource("referenceSchedules")
    void betasAreTheReferences(String name, BetaSchedule schedule) {
        try (TensorArchive golden = GoldenFiles.open("schedules")) {
            double[] expected = golden.load("betas." + name).toDoubles();
            assertThat(schedule.betas(expected.length)).containsExactly(expected, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("referenceSchedules")
    void everySchedulesNoiseRises(String name, BetaSchedule schedule) {
        NoiseTable table = NoiseTable.of(schedule, 1000);
        for (int t = 1; t < table.timesteps(); t++) {
            assertThat(table.sigma(t)).as(name).isGreaterThan(table.sigma(t - 1));
        }
    }

    @Test
    void oneTimestepIsEnough() {
        assertThat(new BetaSchedule.Linear(0.1, 0.2).betas(1)).containsExactly(0.1);
    }

    @Test
    void aScheduleThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new BetaSchedule.ScaledLinear(0.02, 0.01))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.02")
                .hasMessageContaining("expected");
    }
}
