package io.sfumato.train.loop;

import io.sfumato.tensor.Region;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
                Learnings<B> learnings = new Learnings<>(objective, stage)) {
            Progress progress =
                    stage.last().map(last -> restore(learnings, last)).orElse(Progress.NONE);
            stage.settle();
            run.observer().stage(stage.name(), schedule.steps(), progress.steps());
            try (Journal journal = Journal.open(stage, progress)) {
                if (progress.steps() == 0) {
                    begin(journal);
                }
                publishWhatIsMissing(progress, journal);
                goOn(progress, learnings, journal);
            }
        }
    }

    private void goOn(Progress from, Learnings<B> learnings, Journal journal) {
        Rate rate = new Rate(from.images());
        Progress progress = from;
        while (progress.steps() < schedule.steps()) {
            double loss = step(learnings, progress);
            progress = progress.next(schedule.batch());
            double perSecond = rate.at(progress.images());
            run.observer().step(progress.steps(), smooth.add(loss), perSecond);
            tell(progress, perSecond, journal);
            boolean stops = run.session().ensemble().any(run.session().stop().isRequested())
                    && progress.steps() < schedule.steps();
            if (stops || isCheckpoint(progress)) {
                save(learnings, progress, journal);
            }
            if (stops) {
                throw new StoppedException("stopped in stage " + stage.name() + " after step " + progress.steps()
                        + " of " + schedule.steps());
            }
            if (isCheckpoint(progress)) {
                publish(progress, journal);
            }
        }
    }

    private Progress restore(Learnings<B> learnings, Checkpoint last) {
        Progress progress = last.saved().progress();
        requireSameBatch(progress);
        learnings.restore(last);
        smooth.restore(last.saved().smoothLoss());
        return progress;
    }

    /** Learning rates and the end are counted in steps, checkpoints in images. */
    private void requireSameBatch(Progress done) {
        if (done.images() != done.steps() * schedule.batch()) {
            throw new RecipeException(run.folder().recipe() + ": the batch of stage " + stage.name() + " is "
                    + schedule.batch() + ", but it has learned from " + done.images() / done.steps()
                    + " images a step so far. Put that back; accumulation needs less memory and learns the same");
        }
    }

    private double step(Learnings<B> learnings, Progress done) {
        try {
            return learnings.step(stage.slices(done), tally);
        } catch (NoNumberException e) {
            List<String> names = e.slices().stream()
                    .flatMap(slice -> objective.names(slice).stream())
                    .toList();
            String where = names.isEmpty() ? "pictures of another process" : Naming.some(names);
            throw ruined(
                    e.getMessage() + " at step " + (done.steps() + 1) + " of stage " + stage.name() + ", on " + where);
        }
    }

    private RecipeException ruined(String what) {
        return new RecipeException(what + "; " + run.folder().standing() + ". A lower learning rate usually cures it: "
                + run.folder().recipe() + " says how the run goes on from there");
    }

    private void tell(Progress progress, double perSecond, Journal journal) {
        if (progress.steps() % STEPS_PER_METRIC != 0) {
            return;
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", smooth.value());
        figures.putAll(tally.means(run.session().ensemble()));
        figures.put("images_per_second", perSecond);
        journal.tell(progress, figures);
        tally.clear();
    }

    private boolean isCheckpoint(Progress progress) {
        return schedule.hasCheckpointAt(progress.images());
    }

    /** Whoever stops a run does not want to wait: only checkpoints of the schedule are examined. */
    private void save(Learnings<B> learnings, Progress progress, Journal journal) {
        run.session().once(() -> {
            HeldOut heldOut = isCheckpoint(progress) ? objective.examine() : HeldOut.NONE;
            requireSound(learnings, heldOut, progress);
            journal.tell(progress, heldOut);
            Saved saved = new Saved(stage.name(), progress, smooth.value(), heldOut.loss(), Map.of());
            stage.checkpoints().write(saved, learnings.files(), schedule::keeps);
        });
    }

    /** Ruined weights are not to take the place of the last good ones. */
    private void requireSound(Learnings<B> learnings, HeldOut heldOut, Progress progress) {
        if (!Double.isFinite(heldOut.loss().orElse(0)) || !learnings.areSound()) {
            throw ruined("the weights are no numbers after step " + progress.steps() + " of stage " + stage.name());
        }
    }

    private void begin(Journal journal) {
        run.session().once(() -> {
            Path sheet = stage.sheet(Progress.NONE);
            objective.begin(sheet);
            journal.show(Progress.NONE, sheet);
        });
    }

    private void publish(Progress progress, Journal journal) {
        run.session().once(() -> draw(progress, journal));
    }

    /** The process that saved this checkpoint may have ended before it had drawn anything. */
    private void publishWhatIsMissing(Progress progress, Journal journal) {
        run.session().once(() -> {
            boolean isDone = progress.steps() >= schedule.steps();
            boolean isDrawn = Files.exists(stage.sheet(progress));
            if (isDone || (progress.steps() > 0 && isCheckpoint(progress) && !isDrawn)) {
                draw(progress, journal);
            }
        });
    }

    private void draw(Progress progress, Journal journal) {
        run.session().stop().heed("samples were drawn");
        Path sheet = stage.sheet(progress);
        objective.publish(sheet, progress);
        journal.show(progress, sheet);
        LossPlot.draw(run.folder().metrics(stage.name()), stage.plot(), stage.name());
    }
}
