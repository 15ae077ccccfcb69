package io.sfumato.model;

import io.sfumato.condition.clip.ClipTokenizer;
import io.sfumato.condition.text.Tokenizer;
import java.util.Optional;

/** What a model splits words with: one of these, or none. */
public record Tokenizers(Optional<Tokenizer> wordPieces, Optional<ClipTokenizer> bytePairs) implements AutoCloseable {
    /** For models that read no words, or are given token ids. */
    public static final Tokenizers NONE = new Tokenizers(Optional.empty(), Optional.empty());

    /** For the reference's own text models. */
    public static Tokenizers of(Tokenizer wordPieces) {
        return new Tokenizers(Optional.of(wordPieces), Optional.empty());
    }

    /** For CLIP. */
    public static Tokenizers of(ClipTokenizer bytePairs) {
        return new Tokenizers(Optional.empty(), Optional.of(bytePairs));
    }

    /** The text of a {@code tokenizer.json} that says the same, where there is a tokenizer. */
    public Optional<String> json() {
        return wordPieces.map(Tokenizer::json).or(() -> bytePairs.map(ClipTokenizer::json));
    }

    @Override
    public void close() {
        wordPieces.ifPresent(Tokenizer::close);
        bytePairs.ifPresent(ClipTokenizer::close);
    }
}
