package io.sfumato.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The loop on one number that learns: a picture a step, a checkpoint after each. */
@ExtendWith(NoLeaks.class)
class TrainerTest {
    private static final int STEPS = 4;

    @TempDir
    private Path folder;

    /**
     * One number learns.
     *
     * @param loss of the number and of the position in the sequence of pictures, which is in [1]
     * @param heldOut what a checkpoint is found to be worth
     */
    private record OneNumber(Tensor weight, Tensor average, UnaryOperator<Tensor> loss, DoubleSupplier heldOut)
            implements Objective<Long>, Learner<Long> {
        @Override
        public List<Learner<Long>> learners() {
            return List.of(this);
        }

        @Override
        public Long batch(Slice slice) {
            return slice.from();
        }

        @Override
        public List<String> names(Slice slice) {
            return List.of("picture " + slice.from());
        }

        @Override
        public HeldOut examine() {
            double found = heldOut.getAsDouble();
            return new HeldOut(found < 0 ? OptionalDouble.empty() : OptionalDouble.of(found), Map.of());
        }

        @Override
        public void publish(Path sheet, Progress progress) {
            // nothing to look at
        }

        @Override
        public String name() {
            return "number";
        }

        @Override
        public Map<String, Tensor> weights() {
            return Map.of("weight", weight);
        }

        @Override
        public Map<String, Tensor> averaged() {
            return Map.of("weight", average);
        }

        @Override
        public Scored loss(Long position, Slice slice) {
            return Scored.of(
                    position == 2 ? loss.apply(weight).sum() : weight.square().sum());
        }
    }

    private static Schedule schedule(double rate, int batch) {
        return new Schedule(
                STEPS,
                batch,
                new LearningRate.Constant(rate, 0),
                AdamW.Options.DEFAULT,
                OptionalDouble.of(1),
                new AverageRecipe.Exponential(0.5),
                1,
                1,
                Schedule.Activations.KEPT,
                OptionalLong.empty());
    }

    private void train(UnaryOperator<Tensor> thirdLoss, DoubleSupplier heldOut) {
        train(schedule(0.1, 1), thirdLoss, heldOut);
    }

    private void train(Schedule schedule, UnaryOperator<Tensor> thirdLoss, DoubleSupplier heldOut) {
        try (Region region = Region.open();
                Rng seed = Rng.seeded(1)) {
            Tensor weight = Tensors.of(new float[] {1}, Shape.of(1)).requireGrad();
            Tensor average = Tensors.of(new float[] {1}, Shape.of(1));
            RunContext run = new RunContext(
                    new RunFolder(folder), Placement.FLOAT32, seed, new Training(), Session.alone(new Silent()));
            new Stage("stage", schedule, run).train(new OneNumber(weight, average, thirdLoss, heldOut));
        }
    }

    private Path last() throws java.io.IOException {
        return folder.resolve("checkpoints/last").toRealPath().getFileName();
    }

    @Test
    void aNumberIsLearnedToTheEnd() throws java.io.IOException {
        train(Tensor::square, () -> 1);
        assertThat(last()).hasToString("stage-000000004");
    }

    @Test
    void aLossThatIsNoNumberNamesItsPicturesAndTheLastGoodCheckpoint() throws java.io.IOException {
        assertThatThrownBy(() -> train(weight -> weight.mul(Double.NaN), () -> 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("the loss is NaN at step 3 of stage stage, on picture 2")
                .hasMessageContaining("stage-000000002")
                .hasMessageContaining(folder.resolve("recipe.yaml").toString());
        assertThat(last()).hasToString("stage-000000002");
    }

    /** The root has no slope at 0. A step along it would make the weights NaN, whatever gradients are clipped to. */
    @Test
    void aGradientThatIsNoNumberIsNotLearnedFrom() throws java.io.IOException {
        assertThatThrownBy(() -> train(weight -> weight.sub(weight.detach()).sqrt(), () -> 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("the gradient's norm is ")
                .hasMessageContaining("on picture 2");
        assertThat(last()).hasToString("stage-000000002");
    }

    @Test
    void weightsThatMakeNothingOfHeldOutPicturesAreNotSaved() throws java.io.IOException {
        double[] found = {3, 2, Double.NaN};
        int[] asked = {0};
        assertThatThrownBy(() -> train(Tensor::square, () -> found[asked[0]++]))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("the weights are no numbers after step 3")
                .hasMessageContaining("stage-000000002");
        assertThat(last()).hasToString("stage-000000002");
    }

    @Test
    void figuresThatCannotBeWrittenAreNamedWithTheLastGoodCheckpoint() {
        int[] asked = {0};
        assertThatThrownBy(() -> train(Tensor::square, () -> {
                    if (asked[0]++ == 2) {
                        folder.resolve("stage.jsonl").toFile().delete();
                        folder.resolve("stage.jsonl").toFile().mkdir();
                    }
                    return 1;
                }))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(folder.resolve("stage.jsonl") + " cannot be written: ")
                .hasMessageContaining("the last good checkpoint is ")
                .hasMessageContaining("stage-000000002");
    }

    @Test
    void aPlaceForEventsThatCannotBeMadeIsNamed() throws java.io.IOException {
        Files.createFile(folder.resolve("tensorboard"));
        assertThatThrownBy(() -> train(Tensor::square, () -> 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageStartingWith(folder.resolve("tensorboard").toString());
    }

    /** Counted in steps, it would be at its end; nobody would notice that half of the pictures were left out. */
    @Test
    void aRunDoesNotGoOnWithAnotherBatch() throws java.io.IOException {
        assertThatThrownBy(() -> train(weight -> weight.mul(Double.NaN), () -> 1))
                .isInstanceOf(RecipeException.class);
        assertThatThrownBy(() -> train(schedule(0.1, 2), Tensor::square, () -> 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(folder.resolve("recipe.yaml").toString())
                .hasMessageContaining("the batch of stage stage is 2, but it has learned from 1 images a step")
                .hasMessageContaining("accumulation");
        assertThat(last()).hasToString("stage-000000002");
        train(Tensor::square, () -> 1);
        assertThat(last()).hasToString("stage-000000004");
    }
}
