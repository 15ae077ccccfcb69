package io.sfumato.checkpoint;

import io.sfumato.condition.clip.ClipTokenizerFiles;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelException;
import io.sfumato.model.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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
        return conditioner.inside() instanceof ConditionerSpec.ClipText
                ? ClipTokenizerFiles.ofThisMachine().find(checkpoint)
                : wordPieces(checkpoint);
    }

    private static Path wordPieces(Path checkpoint) {
        List<Path> candidates = Stream.of(
                        "tokenizer.json", "vocab.txt", "tokenizer/tokenizer.json", "tokenizer/vocab.txt")
                .map(name -> Files.isDirectory(checkpoint) ? checkpoint.resolve(name) : checkpoint.resolveSibling(name))
                .toList();
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ModelException("no tokenizer is in or beside " + checkpoint
                        + ", expected tokenizer.json or vocab.txt (of bert-base-uncased for published models). Name it"
                        + " with --tokenizer"));
    }
}
