package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sfumato.model.SpecJson;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZeroTerminalSnrTest {
    private static final BetaSchedule LDM = new BetaSchedule.ScaledLinear(0.0015, 0.0195);

    static Stream<BetaSchedule> schedules() {
        return Stream.of(
                LDM,
                new BetaSchedule.ScaledLinear(0.00085, 0.012),
                new BetaSchedule.Linear(0.0001, 0.02),
                BetaSchedule.Cosine.DEFAULT);
    }

    private static NoiseTable stretched(BetaSchedule schedule) {
        return NoiseTable.of(new BetaSchedule.ZeroTerminalSnr(schedule), 1000);
    }

    /** Lin et al. 2024, algorithm 1: √ᾱ less its last value, times what keeps the first. */
    @ParameterizedTest
    @MethodSource("schedules")
    void everyLevelButTheLastIsThatOfThePaper(BetaSchedule schedule) {
        NoiseTable plain = NoiseTable.of(schedule, 1000);
        NoiseTable table = stretched(schedule);
        double first = Math.sqrt(plain.alphaCumprod(0));
        double last = Math.sqrt(plain.alphaCumprod(999));
        for (int t = 0; t < 999; t++) {
            double root = (Math.sqrt(plain.alphaCumprod(t)) - last) * first / (first - last);
            assertThat(Math.sqrt(table.alphaCumprod(t))).isCloseTo(root, within(1e-12));
        }
        assertThat(table.minSigma()).isCloseTo(plain.minSigma(), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void theLastLevelIsFiniteAndHearsNextToNothingOfThePicture(BetaSchedule schedule) {
        NoiseTable table = stretched(schedule);
        double last = Math.sqrt(table.alphaCumprod(999));
        assertThat(last).isCloseTo(Math.sqrt(table.alphaCumprod(998)) / 2, within(1e-12));
        assertThat(last).isBetween(1e-7, 1e-3);
        assertThat(table.maxSigma()).isFinite();
        for (int t = 1; t < 1000; t++) {
            assertThat(table.sigma(t)).isGreaterThan(table.sigma(t - 1));
            assertThat(table.timestep(table.sigma(t))).isEqualTo((double) t);
        }
        assertThat(table.sigma(998.5)).isBetween(table.sigma(998), table.sigma(999));
    }

    @Test
    void betasStayBelow1() {
        for (double beta : new BetaSchedule.ZeroTerminalSnr(LDM).betas(1000)) {
            assertThat(beta).isStrictlyBetween(0.0, 1.0);
        }
        assertThat(new BetaSchedule.ZeroTerminalSnr(LDM).betas(1)).containsExactly(LDM.betas(1));
    }

    @Test
    void aModelFolderSaysIt() throws JsonProcessingException {
        Preconditioning v = new VPrediction(stretched(LDM));
        String written = SpecJson.json().writeValueAsString(v);
        assertThat(written).contains("zero_terminal_snr", "scaled_linear");
        assertThat(SpecJson.json().readValue(written, Preconditioning.class)).isEqualTo(v);
    }

    @Test
    void fromEpsAloneThereIsNoWayBack() {
        NoiseTable table = stretched(LDM);
        assertThatThrownBy(() -> new EpsPrediction(table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected v or x0");
    }
}
