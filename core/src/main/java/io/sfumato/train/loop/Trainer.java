package io.sfumato.train.loop;

import io.sfumato.tensor.Region;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The training loop of one stage: on each batch every learner takes its turn; and every so often there is a checkpoint.
 *
 * @param <B> what is learned from at a time
 */
final class Trainer<B> {
    private static final int STEPS_PER_METRIC = 20;

    private final Stage stage;
    private final Schedule schedule;
    private final RunContext run;
    private final Objective<B> objective;
    private final Tally tally = new Tally();
    private final SmoothLoss smooth = new SmoothLoss();

    Trainer(Stage stage, Objective<B> objective) {
        this.stage = stage;
        this.schedule = stage.schedule();
        this.run = stage.run();
        this.objective = objective;
    }

    /** Trains to the end of the schedule, from the last checkpoint where there is one. */
    void train() {
        try (Region region = Region.open();
                Learnings<B> learnings = new Learnings<>(objective, schedule)) {
            Progress progress =
                    stage.last().map(last -> restore(learnings, last)).orElse(Progress.NONE);
            stage.metrics().forgetAfter(progress.steps());
            run.observer().stage(stage.name(), schedule.steps(), progress.steps());
            if (progress.steps() >= schedule.steps()) {
                publish(progress); // an earlier process may have died before
            }
            Rate rate = new Rate(progress.images());
            while (progress.steps() < schedule.steps()) {
                double loss = step(learnings, progress);
                progress = progress.next(schedule.batch());
                run.observer().step(progress.steps(), smooth.add(loss), rate.at(progress.images()));
                record(progress, rate);
                boolean stop = run.stop().isRequested();
                if (stop || isCheckpoint(progress)) {
                    save(learnings, progress);
                }
                if (stop && progress.steps() < schedule.steps()) {
                    throw new StoppedException("stopped in stage " + stage.name() + " after step " + progress.steps()
                            + " of " + schedule.steps());
                }
                if (isCheckpoint(progress)) {
                    publish(progress);
                }
            }
        }
    }

    private Progress restore(Learnings<B> learnings, Checkpoint last) {
        learnings.restore(last);
        smooth.restore(last.saved().smoothLoss());
        return last.saved().progress();
    }

    private double step(Learnings<B> learnings, Progress done) {
        try (Region region = Region.open()) {
            List<Learning.Part<B>> parts = stage.slices(done).stream()
                    .map(slice -> new Learning.Part<>(slice, objective.batch(slice)))
                    .toList();
            double first = Double.NaN;
            for (Learning<B> learning : learnings.all()) {
                double loss = learning.step(parts, tally);
                if (!Double.isFinite(loss)) {
                    throw noNumber(learning.learner().name(), loss, done, parts);
                }
                first = Double.isNaN(first) ? loss : first;
            }
            return first;
        }
    }

    private RecipeException noNumber(String learner, double loss, Progress done, List<Learning.Part<B>> parts) {
        List<String> names = parts.stream()
                .flatMap(part -> objective.names(part.slice()).stream())
                .toList();
        String cause = stage.last()
                .map(last -> "the last good checkpoint is " + last.folder())
                .orElse("there is no checkpoint yet");
        return new RecipeException("the loss of the " + learner + " is " + loss + " at step " + done.steps()
                + " of stage " + stage.name() + ", on " + Naming.some(names) + "; " + cause
                + ". A lower learning rate usually cures it");
    }

    private void record(Progress progress, Rate rate) {
        if (progress.steps() % STEPS_PER_METRIC != 0) {
            return;
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", smooth.value());
        figures.putAll(tally.means());
        figures.put("images_per_second", rate.at(progress.images()));
        stage.metrics().append(new Metrics.Point(progress, figures));
        tally.clear();
    }

    private boolean isCheckpoint(Progress progress) {
        long every = schedule.checkpointImages();
        return progress.steps() == schedule.steps()
                || progress.images() / every != (progress.images() - schedule.batch()) / every;
    }

    private void save(Learnings<B> learnings, Progress progress) {
        HeldOut heldOut = objective.examine();
        Map<String, Double> figures = new TreeMap<>();
        heldOut.loss().ifPresent(loss -> figures.put("held_out_loss", loss));
        heldOut.figures().forEach((name, value) -> figures.put("held_out_" + name, value));
        if (!figures.isEmpty()) {
            stage.metrics().append(new Metrics.Point(progress, figures));
        }
        Saved saved = new Saved(stage.name(), progress, smooth.value(), heldOut.loss(), Map.of());
        stage.checkpoints().write(saved, learnings.files(), images -> false);
    }

    private void publish(Progress progress) {
        objective.publish(stage.sheet(progress), progress);
        LossPlot.draw(stage.metrics(), stage.plot(), stage.name());
    }
}
