package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NoiseTableTest {
    private final NoiseTable table = Tables.LDM;

    @Test
    void alphaCumprodIsTheProductOfWhatRemains() {
        NoiseTable three = NoiseTable.of(new BetaSchedule.Linear(0.1, 0.3), 3);
        assertThat(three.alphaCumprod(0)).isEqualTo(0.9);
        assertThat(three.alphaCumprod(2)).isCloseTo(0.9 * 0.8 * 0.7, within(1e-15));
    }

    @Test
    void sigmaIsTheNoiseBesideTheImage() {
        NoiseTable one = NoiseTable.of(new BetaSchedule.Linear(0.36, 0.36), 1);
        assertThat(one.sigma(0)).isCloseTo(0.6 / 0.8, within(1e-15));
    }

    /** √ᾱ_T = 0.0119 for this schedule. */
    @Test
    void theLastLevelOfThePublishedModelsIsKnown() {
        assertThat(1 / Math.sqrt(1 + table.maxSigma() * table.maxSigma())).isCloseTo(0.0119, within(5e-5));
    }

    @Test
    void everyTimestepIsFoundAgainExactly() {
        for (int t = 0; t < table.timesteps(); t++) {
            assertThat(table.timestep(table.sigma(t))).isEqualTo((double) t);
        }
    }

    @Test
    void betweenTimestepsTheLogarithmIsLinear() {
        double half = table.sigma(400.5);
        assertThat(half).isCloseTo(Math.sqrt(table.sigma(400) * table.sigma(401)), within(1e-14));
        assertThat(table.timestep(half)).isCloseTo(400.5, within(1e-9));
    }

    @Test
    void outsideTheTableTheNearestLevelCounts() {
        assertThat(table.timestep(0)).isZero();
        assertThat(table.timestep(1e9)).isEqualTo(999.0);
        assertThat(table.sigma(-1)).isEqualTo(table.minSigma());
        assertThat(table.sigma(1000)).isEqualTo(table.maxSigma());
    }

    @Test
    void tensorsOfTimestepsAndLevelsAreTranslated() {
        Tensor sigmas = table.sigmas(Tensors.of(new long[] {0, 500, 999}, Shape.of(3)));
        assertThat(sigmas.dtype()).isEqualTo(DType.FLOAT64);
        assertThat(sigmas.toDoubles()).containsExactly(table.minSigma(), table.sigma(500), table.maxSigma());
        assertThat(table.timesteps(sigmas).toDoubles()).containsExactly(0, 500, 999);
    }

    @Test
    void aTableIsWhatItWasMadeFrom() {
        NoiseTable same = NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000);
        assertThat(same).isEqualTo(table).hasSameHashCodeAs(table);
        assertThat(NoiseTable.of(new BetaSchedule.Linear(0.0015, 0.0195), 1000)).isNotEqualTo(table);
        assertThat(NoiseTable.of(table.schedule(), 500)).isNotEqualTo(table);
    }

    @Test
    void aTableOfNothingIsRefused() {
        assertThatThrownBy(() -> NoiseTable.of(table.schedule(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 1 or more");
    }
}
