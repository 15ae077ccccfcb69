package io.sfumato.train.recipe;

import io.sfumato.tensor.AdamW;
import java.util.OptionalDouble;

/**
 * How long and how fast one stage learns.
 *
 * @param images seen in all, repetitions included
 * @param batch images per step
 * @param gradientClip largest L2 norm of all gradients together; written {@code null} where there is none
 * @param averageDecay decay of the averaged weights; as in the reference, min(decay, (1 + n) / (10 + n)) at update n
 * @param checkpointImages images between checkpoints, sample sheets and plots
 */
public record Schedule(
        long images,
        int batch,
        LearningRate learningRate,
        AdamW.Options optimizer,
        OptionalDouble gradientClip,
        double averageDecay,
        long checkpointImages) {

    public Schedule {
        if (images <= 0 || batch <= 0 || checkpointImages <= 0) {
            throw new IllegalArgumentException("images, batch and checkpoint_images are " + images + ", " + batch + ", "
                    + checkpointImages + ", expected numbers above 0");
        }
        if (!(averageDecay >= 0 && averageDecay < 1)) {
            throw new IllegalArgumentException("average_decay is " + averageDecay + ", expected 0 to below 1");
        }
    }

    /** Steps of the optimizer. */
    public long steps() {
        return (images + batch - 1) / batch;
    }
}
