package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.AdamW;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static Schedule schedule(long images, int batch, long every, OptionalLong keep) {
        return schedule(images, batch, every, keep, OptionalDouble.empty());
    }

    private static Schedule schedule(long images, int batch, long every, OptionalLong keep, OptionalDouble clip) {
        return new Schedule(
                images,
                batch,
                new LearningRate.Constant(1, 0),
                AdamW.Options.DEFAULT,
                clip,
                new AverageRecipe.Exponential(0),
                every,
                1,
                Schedule.Activations.KEPT,
                keep);
    }

    private static List<Long> positions(Schedule schedule) {
        return LongStream.rangeClosed(1, schedule.steps())
                .map(step -> step * schedule.batch())
                .boxed()
                .toList();
    }

    @Test
    void checkpointsAreAtTheFirstStepAfterEachMultipleAndAtTheEnd() {
        Schedule schedule = schedule(100, 16, 40, OptionalLong.empty());
        assertThat(positions(schedule)).filteredOn(schedule::hasCheckpointAt).containsExactly(48L, 80L, 112L);
        assertThat(positions(schedule)).noneMatch(schedule::keeps);
    }

    /** Also where the two intervals have nothing in common, and where the run was stopped between two checkpoints. */
    @Test
    void theFirstCheckpointAfterEachMultipleStays() {
        Schedule schedule = schedule(320, 16, 48, OptionalLong.of(64));
        assertThat(positions(schedule)).filteredOn(schedule::keeps).containsExactly(96L, 144L, 192L, 288L, 320L);
        Schedule published = schedule(500_000, 48, 48_000, OptionalLong.of(100_000));
        assertThat(positions(published))
                .filteredOn(published::keeps)
                .containsExactly(144_000L, 240_000L, 336_000L, 432_000L, 500_016L);
        Schedule sparse = schedule(96, 16, 96, OptionalLong.of(16));
        assertThat(sparse.keeps(48)).as("saved because somebody stopped it").isFalse();
    }

    @Test
    void nothingToKeepByIsRefused() {
        assertThatThrownBy(() -> schedule(96, 16, 48, OptionalLong.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keep_images is 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void gradientsAreNotClippedToNothing(double clip) {
        assertThatThrownBy(() -> schedule(96, 16, 48, OptionalLong.empty(), OptionalDouble.of(clip)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gradient_clip is " + clip)
                .hasMessageContaining("null");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-4, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateIsANumberThatIsNotNegative(double peak) {
        assertThatThrownBy(() -> new LearningRate.Constant(peak, 0)).hasMessageContaining("peak of the learning rate");
        assertThatThrownBy(() -> new LearningRate.Cosine(peak, 0, 0)).hasMessageContaining("peak of the learning rate");
        assertThatThrownBy(() -> new LearningRate.Cycle(0, 1, peak, 0, 5))
                .hasMessageContaining("end of the learning rate");
        assertThatThrownBy(() -> new LearningRate.WarmUpCosine(peak, 1, 0, 1, 5))
                .hasMessageContaining("start of the learning rate");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.9, 1e-8, 0", "0.9, 1.5, 1e-8, 0", "-0.1, 0.9, 1e-8, 0", "0.9, 0.9, 0, 0", "0.9, 0.9, 1e-8, -1"})
    void anOptimizerHasNumbersThatItCanWorkWith(double beta1, double beta2, double epsilon, double decay) {
        assertThatThrownBy(() -> new AdamW.Options(beta1, beta2, epsilon, decay))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the optimizer");
    }
}
