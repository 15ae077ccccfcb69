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
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SigmaStepsTest {
    private static final NoiseTable TABLE = Tables.LDM;

    /** Those whose steps are not always exactly as many as asked. */
    private static final Set<ScheduleName> ROUGHLY =
            EnumSet.of(ScheduleName.LDM_UNIFORM, ScheduleName.DDIM_UNIFORM, ScheduleName.BETA);

    /** Every number of steps, those included for which the reference asks its table for timestep T. */
    @ParameterizedTest
    @EnumSource
    void levelsNeverRiseWhateverTheNumberOfSteps(ScheduleName name) {
        SigmaSteps spacing = name.over(TABLE);
        for (int steps = 1; steps <= 1000; steps++) {
            double[] sigmas = spacing.sigmas(steps);
            assertThat(sigmas.length - 1)
                    .as("%d steps", steps)
                    .isBetween(ROUGHLY.contains(name) ? steps / 2 : steps, ROUGHLY.contains(name) ? 2 * steps : steps);
            assertThat(sigmas[0]).isLessThanOrEqualTo(TABLE.maxSigma() * (1 + 1e-12));
            assertThat(sigmas[sigmas.length - 2]).isPositive();
            assertThat(IntStream.range(1, sigmas.length).filter(i -> sigmas[i] > sigmas[i - 1]))
                    .as("rises with %d steps", steps)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void allButTheReferencesOwnEndWithoutNoise(ScheduleName name) {
        double end = name == ScheduleName.LDM_UNIFORM || name == ScheduleName.LDM_QUADRATIC ? TABLE.minSigma() : 0;
        assertThat(name.over(TABLE).sigmas(17)).endsWith(end);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIFORM", "SGM_UNIFORM", "SIMPLE", "TRAILING", "KARRAS", "EXPONENTIAL", "KL_OPTIMAL", "BETA"})
    void theFirstLevelIsTheHighest(ScheduleName name) {
        for (int steps : new int[] {1, 2, 3, 20, 1000}) {
            assertThat(name.over(TABLE).sigmas(steps)[0])
                    .as("%d steps", steps)
                    .isCloseTo(TABLE.maxSigma(), within(1e-10));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noStepsAreRefused(ScheduleName name) {
        assertThatThrownBy(() -> name.over(TABLE).sigmas(0))
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

    /** The reference asks its table of 1000 timesteps for number 1000, and fails. */
    @Test
    void theTimestepThatNoTableHasIsTheLast() {
        Set<Integer> beyond = new TreeSet<>();
        for (int steps = 1; steps <= 1000; steps++) {
            int stride = 1000 / steps;
            if ((1000 - 1) % stride == 0 && stride < 1000) {
                beyond.add(steps);
                double[] visited = timesteps(new LdmUniform(TABLE), steps);
                assertThat(visited[visited.length - 1]).as("%d steps", steps).isEqualTo(999);
                assertThat(visited[visited.length - 2]).as("%d steps", steps).isEqualTo(1000 - stride);
            }
        }
        assertThat(beyond)
                .containsExactlyElementsOf(Stream.of(
                                IntStream.of(3, 9, 27, 36, 37),
                                IntStream.rangeClosed(101, 111),
                                IntStream.rangeClosed(251, 333),
                                IntStream.rangeClosed(501, 1000))
                        .flatMap(IntStream::boxed)
                        .toList());
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

    /** T = 1000 and steps that do and do not divide it, by hand. */
    @ParameterizedTest
    @CsvSource({
        "SGM_UNIFORM, 3, '333, 666, 999'",
        "SIMPLE, 4, '249, 499, 749, 999'",
        "SIMPLE, 3, '333, 666, 999'",
        "TRAILING, 4, '249, 499, 749, 999'",
        "TRAILING, 3, '332, 666, 999'",
        "DDIM_UNIFORM, 4, '1, 251, 501, 751'",
        "DDIM_UNIFORM, 3, '1, 334, 667'",
        "BETA, 5, '123, 362, 637, 876, 999'",
        "BETA, 20, '13, 40, 77, 123, 176, 234, 296, 362, 430, 500, 569, 637, 703, 765, 823, 876, 922, 959, 986, 999'"
    })
    void spacingsOverTimestepsVisitTheKnownOnes(ScheduleName name, int steps, String expected) {
        double[] visited = timesteps(name.over(TABLE), steps);
        assertThat(visited)
                .containsExactly(
                        Arrays.stream(expected.split(", ", -1))
                                .mapToDouble(Double::parseDouble)
                                .toArray(),
                        within(1e-9));
    }

    @Test
    void ddimUniformIsTheReferencesSpacingThatEndsWithoutNoise() {
        for (int steps : new int[] {1, 10, 15, 150, 200}) {
            double[] reference = new LdmUniform(TABLE).sigmas(steps);
            reference[reference.length - 1] = 0;
            assertThat(new DdimUniform(TABLE).sigmas(steps)).containsExactly(reference);
        }
        assertThat(new DdimUniform(TABLE).sigmas(3))
                .as("the timestep that no table has is left out")
                .hasSize(4);
    }

    /** scipy.stats.beta.ppf of version 1.17. */
    @ParameterizedTest
    @CsvSource({
        "0.01, 0.0008612388215429059",
        "0.1, 0.03958440558878085",
        "0.25, 0.17568037865269498",
        "0.4, 0.3627009907532143",
        "0.5, 0.5",
        "0.9, 0.9604155944112192",
        "1, 1"
    })
    void quantilesAreThoseOfTheBetaDistribution(double probability, double expected) {
        assertThat(BetaQuantiles.quantile(probability)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void betaVisitsEachTimestepOnce() {
        assertThat(timesteps(new BetaQuantiles(TABLE), 1000)).hasSize(847).doesNotHaveDuplicates();
    }

    @Test
    void alignedStepsAreThePublishedTable() {
        double[] table = {14.615, 6.475, 3.861, 2.697, 1.886, 1.396, 0.963, 0.652, 0.399, 0.152, 0.029, 0};
        assertThat(new AlignYourSteps().sigmas(11)).containsExactly(table, within(1e-12));
        double[] finer = new AlignYourSteps().sigmas(21);
        assertThat(finer[1]).isCloseTo(Math.sqrt(14.615 * 6.475), within(1e-12));
        assertThat(finer[2]).isCloseTo(6.475, within(1e-12));
        assertThat(new AlignYourSteps().sigmas(1)).containsExactly(14.615, 0);
    }

    /** arctan √3, arctan 1 and arctan 1/√3 are 60, 45 and 30 degrees. */
    @Test
    void klOptimalLevelsAreEvenAsAngles() {
        double[] sigmas = new KlOptimal(1 / Math.sqrt(3), Math.sqrt(3)).sigmas(3);
        assertThat(sigmas).containsExactly(new double[] {Math.sqrt(3), 1, 1 / Math.sqrt(3), 0}, within(1e-12));
    }

    @Test
    void polyexponentialLevelsFallAsAPowerOfTheLogarithm() {
        assertThat(new Polyexponential(1, 16, 1).sigmas(3)).containsExactly(new double[] {16, 4, 1, 0}, within(1e-12));
        assertThat(new Polyexponential(1, 16, 2).sigmas(3)).containsExactly(new double[] {16, 2, 1, 0}, within(1e-12));
    }

    @Test
    void levelsInTheWrongOrderAreRefused() {
        assertThatThrownBy(() -> new Karras(2, 1, 7))
                .hasMessage("noise levels from 1.0 to 2.0, expected 0 < lowest <= highest");
        assertThatThrownBy(() -> new Karras(1, 2, 0)).hasMessage("rho is 0.0, expected above 0");
        assertThatThrownBy(() -> new Polyexponential(0, 1, 1)).hasMessageContaining("expected 0 < lowest");
        assertThatThrownBy(() -> new KlOptimal(-1, 1)).hasMessageContaining("expected 0 < lowest");
    }

    /** Karras et al. 2022, eq. 5: the middle of three levels, by hand. */
    @Test
    void karrasLevelsAreEvenInARootOfSigma() {
        double[] sigmas = new Karras(1, 16, 2).sigmas(3);
        assertThat(Arrays.copyOf(sigmas, 3)).containsExactly(new double[] {16, 6.25, 1}, within(1e-12));
        assertThat(sigmas[3]).isZero();
    }
}
