package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.recipe.AverageRecipe;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class RehearsalTest {
    private static final int STEPS = 100;

    @TempDir
    private Path folder;

    /** Learns one number, and remembers in which steps. */
    private record Pupil(String name, long learnsFrom, Tensor weight, List<Long> steps) implements Learner<Long> {
        static Pupil from(long step) {
            return new Pupil(
                    "pupil-" + step,
                    step,
                    Tensors.of(new float[] {1}, Shape.of(1)).requireGrad(),
                    new ArrayList<>());
        }

        @Override
        public Map<String, Tensor> weights() {
            return Map.of("weight", weight);
        }

        @Override
        public Map<String, Tensor> averaged() {
            return Map.of();
        }

        @Override
        public Scored loss(Long position, Slice slice) {
            steps.add(slice.step());
            return Scored.of(weight.square().sum());
        }
    }

    private record Lesson(List<Learner<Long>> learners) implements Objective<Long> {
        @Override
        public Long batch(Slice slice) {
            return slice.from();
        }

        @Override
        public List<String> names(Slice slice) {
            return List.of();
        }

        @Override
        public HeldOut examine() {
            throw new AssertionError("nothing is examined");
        }

        @Override
        public void publish(Path sheet, Progress progress) {
            throw new AssertionError("nothing is published");
        }
    }

    private Rehearsal rehearsed(Learner<Long> first, Learner<Long> second) {
        Rehearsal rehearsal = new Rehearsal();
        Schedule schedule = new Schedule(
                STEPS * 2,
                2,
                new LearningRate.Constant(0.1, 0),
                AdamW.Options.DEFAULT,
                OptionalDouble.empty(),
                new AverageRecipe.Exponential(0.5),
                1,
                1,
                Schedule.Activations.KEPT,
                OptionalLong.empty());
        try (Rng seed = Rng.seeded(1)) {
            RunContext run = new RunContext(
                    new RunFolder(folder), Placement.FLOAT32, seed, rehearsal, Session.alone(new Silent()));
            new Stage("stage", schedule, run).train(new Lesson(List.of(first, second)));
        }
        return rehearsal;
    }

    @Test
    void whereSomebodyJoinsLaterStepsBeforeAndAfterAreTimed() {
        try (Region region = Region.open()) {
            Pupil first = Pupil.from(0);
            Pupil late = Pupil.from(60);
            Rehearsal.Tried tried = rehearsed(first, late).stages().get(0);
            assertThat(first.steps()).containsExactly(0L, 1L, 2L, 3L, 60L, 61L, 62L, 63L);
            assertThat(late.steps()).containsExactly(60L, 61L, 62L, 63L);
            assertThat(tried.steps()).isEqualTo(STEPS);
            assertThat(tried.parameters()).isEqualTo(2);
            assertThat(tried.step()).isEqualTo(tried.whole().dividedBy(STEPS)).isPositive();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void oneWhoNeverJoinsIsNotTried() {
        try (Region region = Region.open()) {
            Pupil never = Pupil.from(STEPS);
            rehearsed(Pupil.from(0), never);
            assertThat(never.steps()).isEmpty();
        }
    }
}
