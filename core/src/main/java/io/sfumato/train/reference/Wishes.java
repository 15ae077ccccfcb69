package io.sfumato.train.reference;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a configuration of the reference leaves to whoever starts its program, or to its authors' disks.
 *
 * @param images to train for; where absent, what the configuration or Lightning says
 * @param data a folder of pictures, instead of where the configuration's class looks for them
 * @param firstStage its weights, where the configuration does not name them or names others
 * @param tokenizer the vocabulary of a conditioner that reads words
 * @param clip a folder with the CLIP of a conditioner that reads words with one
 * @param rate what the base learning rate is multiplied with: the reference's {@code --scale_lr}
 */
public record Wishes(
        OptionalLong images,
        Optional<Path> data,
        Optional<Path> firstStage,
        Optional<Path> tokenizer,
        Optional<Path> clip,
        RateScaling rate) {

    /** Nothing but what the configuration says. */
    public static final Wishes NONE = new Wishes(
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RateScaling.BY_BATCH);

    /** How the base learning rate becomes the learning rate. */
    public enum RateScaling {
        /** It is that of one picture, multiplied by the batch. */
        BY_BATCH,
        /** It is the learning rate. */
        NONE
    }
}
