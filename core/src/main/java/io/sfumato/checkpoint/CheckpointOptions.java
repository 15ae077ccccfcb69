package io.sfumato.checkpoint;

import io.sfumato.model.Adaptation;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a checkpoint does not say itself.
 *
 * @param config the configuration; where absent, one beside the checkpoint is sought
 * @param tokenizer the tokenizer's file or folder; where absent, one beside the checkpoint is sought
 * @param adaptation what changes its weights when it is opened
 */
public record CheckpointOptions(
        Optional<Path> config,
        Optional<Path> tokenizer,
        Words words,
        Weights weights,
        HeadRule heads,
        Adaptation adaptation) {
    /** Without a change of its weights. */
    public CheckpointOptions(
            Optional<Path> config, Optional<Path> tokenizer, Words words, Weights weights, HeadRule heads) {
        this(config, tokenizer, words, weights, heads, Adaptation.NONE);
    }

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

    /** The same, with weights that are changed when it is opened. */
    public CheckpointOptions with(Adaptation change) {
        return new CheckpointOptions(config, tokenizer, words, weights, heads, change);
    }
}
