package io.sfumato.train.recipe;

import io.sfumato.tensor.AdamW;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How long and how fast one stage learns.
 *
 * @param images seen in all, repetitions included
 * @param batch images per step
 * @param gradientClip largest L2 norm of all gradients together; written {@code null} where there is none
 * @param average how closely the averaged weights follow
 * @param checkpointImages images between checkpoints, sample sheets and plots
 * @param accumulation parts that a batch is computed in, one after the other, for less memory; where a recipe does not say, 1
 * @param activations what becomes of those between forward and backward; where a recipe does not say, they are kept
 * @param keepImages images between checkpoints that stay, besides the last and the best; where a recipe does not say, none
 */
public record Schedule(
        long images,
        int batch,
        LearningRate learningRate,
        AdamW.Options optimizer,
        OptionalDouble gradientClip,
        AverageRecipe average,
        long checkpointImages,
        int accumulation,
        Activations activations,
        OptionalLong keepImages) {

    public Schedule {
        if (images <= 0 || batch <= 0 || checkpointImages <= 0) {
            throw new IllegalArgumentException("images, batch and checkpoint_images are " + images + ", " + batch + ", "
                    + checkpointImages + ", expected numbers above 0");
        }
        if (keepImages.isPresent() && keepImages.getAsLong() <= 0) {
            throw new IllegalArgumentException(
                    "keep_images is " + keepImages.getAsLong() + ", expected a number above 0");
        }
        if (gradientClip.isPresent() && !(gradientClip.getAsDouble() > 0)) {
            throw new IllegalArgumentException("gradient_clip is " + gradientClip.getAsDouble()
                    + ", expected a number above 0, or null where gradients are not clipped");
        }
        if (accumulation < 1 || accumulation > batch) {
            throw new IllegalArgumentException(
                    "accumulation is " + accumulation + ", expected 1 to the batch, which is " + batch);
        }
    }

    /** What becomes of what a network has computed, until its gradient is. */
    public enum Activations {
        /** It is kept. */
        KEPT,
        /** That inside of blocks is thrown away and computed again: a third more work, and a part of the memory. */
        RECOMPUTED
    }

    /** Whether there is a checkpoint after so many images: the first step at or after each multiple, and the last. */
    public boolean hasCheckpointAt(long seen) {
        return seen == steps() * batch || seen / checkpointImages != (seen - batch) / checkpointImages;
    }

    /** Whether a checkpoint after so many images stays: the first one at or after each multiple of those to keep. */
    public boolean keeps(long seen) {
        return keepImages.isPresent()
                && hasCheckpointAt(seen)
                && seen / keepImages.getAsLong() != checkpointBefore(seen) / keepImages.getAsLong();
    }

    /** Images seen at the checkpoint before this one; 0 where it is the first. */
    private long checkpointBefore(long seen) {
        long multiple = (seen - batch) / checkpointImages * checkpointImages;
        return (multiple + batch - 1) / batch * batch;
    }

    /** Steps of the optimizer. */
    public long steps() {
        return (images + batch - 1) / batch;
    }
}
