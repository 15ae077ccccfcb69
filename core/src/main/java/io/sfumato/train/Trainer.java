package io.sfumato.train;

import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.recipe.AverageRecipe;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.Schedule;

/** The training loop of one stage: loss, gradient, step, average; and every so often a checkpoint. */
final class Trainer {
    private static final double SMOOTHING = 0.98;
    private static final int STEPS_PER_METRIC = 20;

    private final String stage;
    private final Schedule schedule;
    private final RunFolder folder;
    private final Rng seed;
    private final Objective objective;

    Trainer(Stage stage, Objective objective) {
        this.stage = stage.name();
        this.schedule = stage.schedule();
        this.folder = stage.folder();
        this.seed = stage.seed();
        this.objective = objective;
    }

    /** Trains to the end of the schedule, from the last checkpoint where there is one. */
    void train(TrainObserver observer) {
        try (Region region = Region.open();
                AdamW optimizer = new AdamW(objective.trained(), schedule.optimizer())) {
            long images = Checkpoint.restore(folder.checkpoint(stage), objective, optimizer);
            folder.metrics(stage).forgetAfter(optimizer.steps());
            Average average = new Average(
                    objective.averaged(), objective.trained(), new AverageRecipe.Exponential(schedule.averageDecay()));
            Descent descent = new Descent(objective.trained(), optimizer, average);
            observer.stage(stage, schedule.steps(), optimizer.steps());
            if (optimizer.steps() >= schedule.steps()) {
                objective.publish(folder.sample(stage, images), images); // an earlier process may have died before
            }
            Rate rate = new Rate(images);
            double smooth = Double.NaN;
            while (optimizer.steps() < schedule.steps()) {
                double loss = step(descent, images);
                smooth = Double.isNaN(smooth) ? loss : SMOOTHING * smooth + (1 - SMOOTHING) * loss;
                images += schedule.batch();
                observer.step(optimizer.steps(), smooth, rate.at(images));
                if (optimizer.steps() % STEPS_PER_METRIC == 0) {
                    folder.metrics(stage).append(new Metrics.Point(optimizer.steps(), images, smooth, rate.at(images)));
                }
                if (isCheckpoint(images) || optimizer.steps() == schedule.steps()) {
                    checkpoint(optimizer, images);
                }
            }
        }
    }

    private double step(Descent descent, long images) {
        long steps = descent.optimizer().steps();
        try (Region region = Region.open();
                Rng rng = seed.fork(stage, steps)) {
            Tensor loss = objective.loss(images, schedule.batch(), rng);
            double value = loss.item();
            if (!Double.isFinite(value)) {
                throw new RecipeException("the loss of stage " + stage + " is " + value + " at step "
                        + steps + " (" + images + " images); the last good checkpoint is "
                        + folder.checkpoint(stage) + ". A lower learning rate usually cures it");
            }
            descent.step(
                    loss,
                    schedule.gradientClip().orElse(Double.POSITIVE_INFINITY),
                    schedule.learningRate().at(steps, schedule.steps()));
            return value;
        }
    }

    private boolean isCheckpoint(long images) {
        return images / schedule.checkpointImages() != (images - schedule.batch()) / schedule.checkpointImages();
    }

    private void checkpoint(AdamW optimizer, long images) {
        Checkpoint.write(folder.checkpoint(stage), objective, optimizer, images);
        objective.publish(folder.sample(stage, images), images);
        LossPlot.draw(folder.metrics(stage), folder.plot(stage), stage);
    }

    /** Images per second since this process began the stage. */
    private static final class Rate {
        private final long firstImages;
        private final long start = System.nanoTime();

        Rate(long firstImages) {
            this.firstImages = firstImages;
        }

        double at(long images) {
            return (images - firstImages) / ((System.nanoTime() - start) / 1e9);
        }
    }
}
