package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sfumato.diffusion.GoldenFiles;
import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.TensorArchive;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void aConstantRateRisesAndStays() {
        LearningRate rate = new LearningRate.Constant(0.8, 4);
        assertThat(rate.at(0, 100)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(1, 100)).isCloseTo(0.4, within(1e-12));
        assertThat(rate.at(3, 100)).isCloseTo(0.8, within(1e-12));
        assertThat(rate.at(99, 100)).isCloseTo(0.8, within(1e-12));
        assertThat(new LearningRate.Constant(0.8, 0).at(0, 100)).isEqualTo(0.8);
    }

    @Test
    void aCosineFallsToItsFloor() {
        LearningRate rate = new LearningRate.Cosine(0.8, 0, 0.25);
        assertThat(rate.at(0, 100)).isCloseTo(0.8, within(1e-12));
        assertThat(rate.at(50, 100)).as("halfway between peak and floor").isCloseTo(0.5, within(1e-12));
        assertThat(rate.at(25, 100)).isCloseTo(0.2 + 0.6 * 0.5 * (1 + Math.sqrt(0.5)), within(1e-12));
        assertThat(rate.at(100, 100)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(1000, 100)).as("and stays there").isCloseTo(0.2, within(1e-12));
    }

    @Test
    void aCosineRisesFirst() {
        LearningRate rate = new LearningRate.Cosine(1, 10, 0);
        assertThat(rate.at(0, 1000)).isCloseTo(0.1, within(1e-5));
        assertThat(rate.at(4, 1000)).isCloseTo(0.5, within(1e-4));
        assertThat(rate.at(9, 1000)).isGreaterThan(rate.at(8, 1000)).isGreaterThan(rate.at(10, 1000));
    }

    /** The reference's inpainting: base rate 128 x 1e-6, times what its scheduler says of a step. */
    @Test
    void aWarmUpThenACosineIsThatOfTheReference() {
        LearningRate rate = new LearningRate.WarmUpCosine(1.28e-7, 1.28e-5, 1.28e-8, 1000, 50_000);
        assertThat(rate.at(0, 1)).isEqualTo(1.28e-7);
        assertThat(rate.at(500, 1)).as("halfway up").isCloseTo((1.28e-7 + 1.28e-5) / 2, within(1e-15));
        assertThat(rate.at(1000, 1)).isEqualTo(1.28e-5);
        assertThat(rate.at(25_500, 1)).as("halfway down").isCloseTo((1.28e-5 + 1.28e-8) / 2, within(1e-15));
        assertThat(rate.at(13_250, 1))
                .as("a quarter of the way down")
                .isCloseTo(1.28e-8 + (1.28e-5 - 1.28e-8) * (2 + Math.sqrt(2)) / 4, within(1e-15));
        assertThat(rate.at(50_000, 1)).isCloseTo(1.28e-8, within(1e-18));
        assertThat(rate.at(360_000, 1)).as("and stays there").isCloseTo(1.28e-8, within(1e-18));
        assertThatThrownBy(() -> new LearningRate.WarmUpCosine(0, 1, 0, 10, 10)).hasMessageContaining("10 and 10");
    }

    @Test
    void aWarmUpThenACosineIsTheReferencesNumberByNumber() {
        LearningRate rate = new LearningRate.WarmUpCosine(1e-3, 0.1, 1e-4, 1000, 50_000);
        LearningRate cycle =
                new LearningRate.WarmUpCosineCycles(List.of(new LearningRate.Cycle(1e-3, 0.1, 1e-4, 1000, 50_000)));
        try (Region region = Region.open();
                TensorArchive golden = GoldenFiles.open("schedules")) {
            long[] steps = golden.load("lr.iterations").toLongs();
            double[] expected = golden.load("lr.warmup_cosine").toDoubles();
            for (int i = 0; i < steps.length; i++) {
                assertThat(rate.at(steps[i], 1)).isCloseTo(expected[i], withinPercentage(1e-4));
                assertThat(cycle.at(steps[i], 1)).isCloseTo(expected[i], withinPercentage(1e-4));
            }
        }
    }

    /** Warm-ups of 10 and 4 steps, cycles of 110 and 40: f = f_min + (f_max − f_min) (1 + cos πt) / 2. */
    @Test
    void cosinesComeInCycles() {
        LearningRate rate = new LearningRate.WarmUpCosineCycles(
                List.of(new LearningRate.Cycle(0, 1, 0.2, 10, 110), new LearningRate.Cycle(0.2, 0.5, 0.1, 4, 40)));
        assertThat(rate.at(0, 1)).isZero();
        assertThat(rate.at(5, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(rate.at(10, 1)).isEqualTo(1);
        assertThat(rate.at(60, 1)).as("halfway down").isCloseTo(0.6, within(1e-12));
        assertThat(rate.at(110, 1)).as("the end of the first").isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(111, 1)).as("step 1 of the second").isCloseTo(0.275, within(1e-12));
        assertThat(rate.at(114, 1)).isCloseTo(0.5, within(1e-12));
        assertThat(rate.at(132, 1)).as("halfway down").isCloseTo(0.3, within(1e-12));
        assertThat(rate.at(150, 1)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(1_000, 1)).as("and stays there").isCloseTo(0.1, within(1e-12));
    }

    /** f = f_min + (f_max − f_min) (length − n) / length: after a warm-up the line is joined on its way. */
    @Test
    void linesComeInCycles() {
        LearningRate rate = new LearningRate.WarmUpLinearCycles(
                List.of(new LearningRate.Cycle(0.5, 1, 0.2, 10, 100), new LearningRate.Cycle(0, 0.4, 0, 0, 50)));
        assertThat(rate.at(0, 1)).isEqualTo(0.5);
        assertThat(rate.at(5, 1)).isCloseTo(0.75, within(1e-12));
        assertThat(rate.at(10, 1)).isCloseTo(0.2 + 0.8 * 0.9, within(1e-12));
        assertThat(rate.at(50, 1)).isCloseTo(0.6, within(1e-12));
        assertThat(rate.at(100, 1)).isCloseTo(0.2, within(1e-12));
        assertThat(rate.at(101, 1)).isCloseTo(0.4 * 49 / 50, within(1e-12));
        assertThat(rate.at(150, 1)).isZero();
        assertThat(rate.at(151, 1)).isZero();
    }

    /** Published for LSUN churches and Stable Diffusion: 10,000 steps from 1e-6 to 1, then 1 for 10,000,000,000,000. */
    @Test
    void theReferencesWarmUpIsALineThatDoesNotFall() {
        LearningRate rate = new LearningRate.WarmUpLinearCycles(
                List.of(new LearningRate.Cycle(1e-6 * 5e-5, 5e-5, 5e-5, 10_000, 10_000_000_000_000L)));
        assertThat(rate.at(0, 1)).isCloseTo(5e-11, within(1e-22));
        assertThat(rate.at(5_000, 1)).isCloseTo(2.5000025e-5, within(1e-17));
        assertThat(rate.at(10_000, 1)).isEqualTo(5e-5);
        assertThat(rate.at(500_000, 1)).isEqualTo(5e-5);
    }

    @Test
    void cyclesOfNothingAreRefused() {
        assertThatThrownBy(() -> new LearningRate.WarmUpCosineCycles(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new LearningRate.WarmUpLinearCycles(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new LearningRate.Cycle(0, 1, 0, 10, 10)).hasMessageContaining("10 and 10");
        assertThatThrownBy(() -> new LearningRate.Cycle(0, 1, 0, -1, 10)).hasMessageContaining("-1 and 10");
    }

    private static Schedule schedule(long images, int batch, double decay, long checkpointImages) {
        return new Schedule(
                images,
                batch,
                new LearningRate.Constant(1, 0),
                AdamW.Options.DEFAULT,
                OptionalDouble.of(1),
                new AverageRecipe.Exponential(decay),
                checkpointImages,
                1,
                Schedule.Activations.KEPT,
                OptionalLong.empty());
    }

    @Test
    void theLastStepMayGoBeyondTheImagesAskedFor() {
        assertThat(schedule(100, 8, 0.9, 10).steps()).isEqualTo(13);
        assertThat(schedule(96, 8, 0.9, 10).steps()).isEqualTo(12);
        assertThat(schedule(1, 8, 0.9, 10).steps()).isEqualTo(1);
    }

    @Test
    void aScheduleOfNothingIsRefused() {
        assertThatThrownBy(() -> schedule(0, 8, 0.9, 10)).hasMessageContaining("are 0, 8, 10");
        assertThatThrownBy(() -> schedule(1, 0, 0.9, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> schedule(1, 8, 0.9, 0)).isInstanceOf(IllegalArgumentException.class);
        for (double decay : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> schedule(1, 8, decay, 10))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("decay of the average is " + decay);
        }
    }
}
