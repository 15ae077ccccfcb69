package io.sfumato.train.loop;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Tensor;
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
     * @param step the time that one takes: the mean of three
     */
    public record Tried(String stage, long parameters, long steps, Duration step) {
        /** The time that the whole stage would take. */
        public Duration whole() {
            return step.multipliedBy(steps);
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
        stage.run().observer().stage(stage.name(), UNTIMED + TIMED, 0);
        try (Region region = Region.open();
                Learnings<B> learnings = new Learnings<>(objective, stage)) {
            Progress progress = Progress.NONE;
            long start = System.nanoTime();
            for (int step = 0; step < UNTIMED + TIMED; step++) {
                if (step == UNTIMED) {
                    start = System.nanoTime();
                }
                double loss = learnings.step(stage.slices(progress), new Tally());
                progress = progress.next(stage.schedule().batch());
                stage.run().observer().step(progress.steps(), loss, Double.NaN);
            }
            Duration each = Duration.ofNanos((System.nanoTime() - start) / TIMED);
            stages.add(new Tried(
                    stage.name(), learnings.parameters(), stage.schedule().steps(), each));
        }
    }

    @Override
    public void copyAverage(Stage stage, Map<String, Tensor> parameters) {
        // they stay as they were drawn
    }
}
