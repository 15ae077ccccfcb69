package io.sfumato.model;

import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.condition.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A vocabulary of word pieces in a file, which must be that of the model. */
final class WordPieceFile {
    private WordPieceFile() {}

    /** Reads a {@code tokenizer.json} or a {@code vocab.txt}. */
    static Tokenizer open(Path file, TextTransformerSpec text) {
        if (!Files.isReadable(file)) {
            throw new ModelException(file + " cannot be read: a model that reads text needs its tokenizer there");
        }
        try {
            Tokenizer tokenizer = file.toString().endsWith(".txt")
                    ? Tokenizer.ofVocabulary(file, text.window())
                    : Tokenizer.open(file, text.window());
            if (tokenizer.vocabulary() != text.vocabulary()) {
                tokenizer.close();
                throw new ModelException(file + " knows " + tokenizer.vocabulary() + " words, the model "
                        + text.vocabulary() + ". Is it that of another model?");
            }
            return tokenizer;
        } catch (ModelException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ModelException(file + " is not a tokenizer: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
