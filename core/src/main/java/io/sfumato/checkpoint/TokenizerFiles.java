package io.sfumato.checkpoint;

import io.sfumato.condition.clip.ClipTokenizerFiles;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.model.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the tokenizer of a checkpoint is. */
final class TokenizerFiles {
    private TokenizerFiles() {}

    static Tokenizers open(Path checkpoint, ConditionerSpec conditioner, CheckpointOptions options) {
        if (!conditioner.readsWords() || options.words() == CheckpointOptions.Words.TOKENIZED) {
            return Tokenizers.NONE;
        }
        return conditioner.tokenizers(options.tokenizer().orElseGet(() -> find(checkpoint, conditioner)));
    }

    private static Path find(Path checkpoint, ConditionerSpec conditioner) {
        return conditioner instanceof ConditionerSpec.ClipText
                ? ClipTokenizerFiles.ofThisMachine().find(checkpoint)
                : wordPieces(checkpoint);
    }

    private static Path wordPieces(Path checkpoint) {
        List<Path> candidates = List.of(
                checkpoint.resolveSibling("tokenizer.json"),
                checkpoint.resolveSibling("vocab.txt"),
                checkpoint.resolveSibling("tokenizer").resolve("tokenizer.json"),
                checkpoint.resolveSibling("tokenizer").resolve("vocab.txt"));
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ModelException("no tokenizer is beside " + checkpoint
                        + ", expected tokenizer.json or vocab.txt (of bert-base-uncased for published models). Name it"
                        + " with --tokenizer"));
    }
}
