package io.sfumato.checkpoint;

import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a checkpoint does not say itself.
 *
 * @param config the configuration; where absent, one beside the checkpoint is sought
 * @param tokenizer the tokenizer's file or folder; where absent, one beside the checkpoint is sought
 */
public record CheckpointOptions(
        Optional<Path> config, Optional<Path> tokenizer, Words words, Weights weights, HeadRule heads) {
    /** Nothing but what is found. */
    public static final CheckpointOptions NONE =
            new CheckpointOptions(Optional.empty(), Optional.empty(), Words.READ, Weights.AUTO, HeadRule.CONFIGURED);

    /** Whether the model will read words. */
    public enum Words {
        /** It needs its tokenizer. */
        READ,
        /** It is given token ids. */
        TOKENIZED
    }
}
