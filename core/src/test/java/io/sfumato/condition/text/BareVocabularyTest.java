package io.sfumato.condition.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.ConditionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@code vocab.txt} without more, as BERT's is published. */
class BareVocabularyTest {
    private static final List<String> PIECES = List.of(
            "[PAD]", "[unused0]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "!", "red", "apple", "##s", "cafe", "猫", "##!");

    @TempDir
    private Path folder;

    private Path write(List<String> lines) throws IOException {
        return Files.write(folder.resolve("vocab.txt"), lines);
    }

    @Test
    void idsAreTheNumbersOfLines() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.ofVocabulary(write(PIECES), 9)) {
            assertThat(tokenizer.tokenize("Red apples!").ids()).containsExactly(3L, 7L, 8L, 9L, 6L, 4L, 0L, 0L, 0L);
            assertThat(tokenizer.tokenize("Café 猫猫 blue [MASK]").ids())
                    .containsExactly(3L, 10L, 11L, 11L, 2L, 5L, 4L, 0L, 0L);
            assertThat(tokenizer.vocabulary()).isEqualTo(PIECES.size());
            TokenizedText cut = tokenizer.tokenize("red ".repeat(8) + "apple");
            assertThat(cut.ids()).hasSize(9).startsWith(3L, 7L).endsWith(7L, 4L);
            assertThat(cut.unread()).contains("red apple");
        }
    }

    @Test
    void itIsTheVocabularyOfItsTokenizerJson() throws IOException {
        Path json = folder.resolve("tokenizer.json");
        Files.writeString(json, WordPieceVocabulary.read(write(PIECES)).toJson());
        try (Tokenizer bare = Tokenizer.ofVocabulary(folder.resolve("vocab.txt"), 9);
                Tokenizer whole = Tokenizer.open(json, 9)) {
            assertThat(whole.tokenize("Red apples!")).isEqualTo(bare.tokenize("Red apples!"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'[PAD],[UNK],[CLS]', is no vocab.txt of WordPieces",
        "'[UNK],[CLS],[SEP],[PAD]', expected the first line to be [PAD]",
        "'[PAD],[UNK],[CLS],[SEP],red,red', has 'red' in line 6",
        "'[PAD],,[UNK]', has '' in line 2",
        "'', is no vocab.txt of WordPieces",
    })
    void whatIsNoVocabularyIsRefused(String lines, String complaint) throws IOException {
        Path file = Files.writeString(folder.resolve("vocab.txt"), lines.replace(',', '\n'));
        assertThatThrownBy(() -> Tokenizer.ofVocabulary(file, 9))
                .isInstanceOf(ConditionException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(complaint)
                .message()
                .hasLineCount(1);
    }
}
