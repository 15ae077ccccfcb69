package io.sfumato.train.loop;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.RecipeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stages are tried for a few steps and timed; nothing is kept. */
public final class Rehearsal implements Conduct {
    private static final int UNTIMED = 1;
    private static final int TIMED = 3;

    private final List<Tried> stages = new ArrayList<>();

    /**
     * What became of a stage.
     *
     * @param parameters that learn, of all its learners
     * @param steps that the whole stage has
     * @param whole the time that all of them would take, from three that were measured; where somebody joins later, as a
     *     discriminator does, from three before that and three after
     */
    public record Tried(String stage, long parameters, long steps, Duration whole) {
        /** The time that a step takes in the mean. */
        public Duration step() {
            return whole.dividedBy(steps);
        }
    }

    /** The stages so far. */
    public List<Tried> stages() {
        return List.copyOf(stages);
    }

    @Override
    public boolean isDone(Stage stage) {
        return false;
    }

    @Override
    public <B> void carryOut(Stage stage, Objective<B> objective) {
        long steps = stage.schedule().steps();
        try (Region region = Region.open();
                Learnings<B> learnings = new Learnings<>(objective, stage)) {
            long joined = Math.min(learnings.complete(), steps);
            Duration whole = Duration.ZERO;
            if (joined > 0) {
                whole = whole.plus(time(stage, learnings, 0).multipliedBy(joined));
            }
            if (joined < steps) {
                whole = whole.plus(time(stage, learnings, joined).multipliedBy(steps - joined));
            }
            stages.add(new Tried(stage.name(), learnings.parameters(), steps, whole));
        }
    }

    private static <B> Duration time(Stage stage, Learnings<B> learnings, long done) {
        stage.run().observer().stage(stage.name(), UNTIMED + TIMED, 0);
        learnings.continueAfter(done);
        Progress progress = new Progress(done, done * stage.schedule().batch());
        long start = System.nanoTime();
        for (int step = 0; step < UNTIMED + TIMED; step++) {
            if (step == UNTIMED) {
                start = System.nanoTime();
            }
            double loss = step(stage, learnings, progress);
            progress = progress.next(stage.schedule().batch());
            stage.run().observer().step(step + 1L, loss, Double.NaN);
        }
        return Duration.ofNanos((System.nanoTime() - start) / TIMED);
    }

    private static <B> double step(Stage stage, Learnings<B> learnings, Progress progress) {
        try {
            return learnings.step(stage.slices(progress), new Tally());
        } catch (NoNumberException e) {
            throw new RecipeException(
                    e.getMessage() + " within the first steps of stage " + stage.name()
                            + ", expected a number. A lower learning rate usually cures it",
                    e);
        }
    }

    @Override
    public void copyAverage(Stage stage, Map<String, Tensor> parameters) {
        // they stay as they were drawn
    }
}
