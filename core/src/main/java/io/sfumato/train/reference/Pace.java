package io.sfumato.train.reference;

import io.sfumato.reference.Params;
import io.sfumato.tensor.AdamW;
import io.sfumato.train.recipe.AverageRecipe;
import io.sfumato.train.recipe.LearningRate;
import io.sfumato.train.recipe.Schedule;
import java.util.OptionalLong;

/**
 * How fast a model of the reference learns, and in what batches; how long is another question.
 *
 * @param batch pictures of a step
 * @param rate the base learning rate as it is multiplied
 * @param lightning what the reference's program says of it
 */
record Pace(int batch, double rate, Lightning lightning) {
    /** PyTorch's Adam, with the reference's betas for autoencoders. */
    static final AdamW.Options ADAM = new AdamW.Options(0.5, 0.9, 1e-8, 0);

    /** The reference's, of diffusion models. */
    static final double AVERAGE = 0.9999;

    /** A step is of {@code accumulate_grad_batches} batches on each GPU, and the rate follows it unless told otherwise. */
    static Pace of(Lightning lightning, int batchSize, double base, Wishes.RateScaling scaling) {
        int batch = Math.multiplyExact(Math.multiplyExact(batchSize, lightning.accumulation()), lightning.gpus());
        return new Pace(batch, scaling == Wishes.RateScaling.BY_BATCH ? base * batch : base, lightning);
    }

    LearningRate learningRate(Params model) {
        return RateReader.read(model, rate);
    }

    /**
     * What moves weights.
     *
     * @param averageDecay of the average of weights; 0 where there is none
     */
    record Moving(AdamW.Options optimizer, double averageDecay, Schedule.Activations activations) {}

    Schedule schedule(long images, LearningRate rates, Moving moving) {
        return new Schedule(
                images,
                batch,
                rates,
                moving.optimizer(),
                lightning.clip(),
                new AverageRecipe.Exponential(moving.averageDecay()),
                (long) batch * lightning.sheetSteps(),
                lightning.accumulation(),
                moving.activations(),
                OptionalLong.empty());
    }
}
