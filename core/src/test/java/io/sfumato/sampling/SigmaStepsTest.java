package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.diffusion.GoldenFiles;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Tables;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SigmaStepsTest {
    private static final NoiseTable TABLE = Tables.LDM;

    static Stream<SigmaSteps> spacings() {
        return Stream.of(new LdmUniform(TABLE), new LdmQuadratic(TABLE), new Uniform(TABLE), Karras.over(TABLE));
    }

    /** Every number of steps, those included for which the reference asks its table for timestep T. */
    @ParameterizedTest
    @MethodSource("spacings")
    void levelsNeverRiseWhateverTheNumberOfSteps(SigmaSteps spacing) {
        for (int steps = 1; steps <= 1000; steps++) {
            double[] sigmas = spacing.sigmas(steps);
            assertThat(sigmas).hasSizeGreaterThan(steps);
            assertThat(sigmas[0]).isLessThanOrEqualTo(TABLE.maxSigma() * (1 + 1e-12));
            for (int i = 1; i < sigmas.length; i++) {
                assertThat(sigmas[i]).isLessThanOrEqualTo(sigmas[i - 1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("spacings")
    void noStepsAreRefused(SigmaSteps spacing) {
        assertThatThrownBy(() -> spacing.sigmas(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 20, 50, 200})
    void ldmSpacingsVisitTheReferencesTimesteps(int steps) {
        try (TensorArchive golden = GoldenFiles.open("schedules")) {
            assertThat(timesteps(new LdmUniform(TABLE), steps))
                    .containsExactly(
                            golden.load("ddim.uniform." + steps + ".timesteps").toDoubles());
            assertThat(timesteps(new LdmQuadratic(TABLE), steps))
                    .containsExactly(
                            golden.load("ddim.quad." + steps + ".timesteps").toDoubles());
        }
    }

    /** Where the steps start, rising. */
    private static double[] timesteps(SigmaSteps spacing, int steps) {
        double[] sigmas = spacing.sigmas(steps);
        int count = sigmas.length - 1;
        return IntStream.range(0, count)
                .mapToDouble(i -> TABLE.timestep(sigmas[count - 1 - i]))
                .toArray();
    }

    @Test
    void ldmUniformTakesMoreStepsThanAskedWhereTheyDoNotDivideT() {
        LdmUniform spacing = new LdmUniform(TABLE);
        assertThat(timesteps(spacing, 15)).hasSize(16);
        assertThat(timesteps(spacing, 150)).hasSize(167);
        assertThat(timesteps(spacing, 400)).hasSize(500);
    }

    @Test
    void ldmSpacingsEndAtTimestepZero() {
        assertThat(new LdmUniform(TABLE).sigmas(20)[20]).isEqualTo(TABLE.minSigma());
        assertThat(new LdmQuadratic(TABLE).sigmas(20)[20]).isEqualTo(TABLE.minSigma());
    }

    @Test
    void theTimestepThatNoTableHasIsTheLast() {
        assertThat(timesteps(new LdmUniform(TABLE), 3)).containsExactly(1, 334, 667, 999);
        assertThat(timesteps(new LdmUniform(TABLE), 1000)).endsWith(998, 999, 999);
    }

    @Test
    void moreStepsThanTimestepsAreRefused() {
        assertThatThrownBy(() -> new LdmUniform(TABLE).sigmas(1001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001")
                .hasMessageContaining("1 to 1000");
    }

    @Test
    void uniformTakesExactlyTheAskedStepsAndEndsWithoutNoise() {
        double[] sigmas = new Uniform(TABLE).sigmas(15);
        assertThat(sigmas).hasSize(16).startsWith(TABLE.maxSigma()).endsWith(TABLE.minSigma(), 0);
        assertThat(new Uniform(TABLE).sigmas(1)).containsExactly(TABLE.maxSigma(), 0);
    }

    @Test
    void uniformWithAsManyStepsAsTimestepsVisitsEachOnce() {
        double[] visited = timesteps(new Uniform(TABLE), 1000);
        assertThat(visited)
                .containsExactly(IntStream.range(0, 1000).asDoubleStream().toArray());
    }

    /** Karras et al. 2022, eq. 5: the middle of three levels, by hand. */
    @Test
    void karrasLevelsAreEvenInARootOfSigma() {
        double[] sigmas = new Karras(1, 16, 2).sigmas(3);
        assertThat(Arrays.copyOf(sigmas, 3)).containsExactly(new double[] {16, 6.25, 1}, within(1e-12));
        assertThat(sigmas[3]).isZero();
    }
}
