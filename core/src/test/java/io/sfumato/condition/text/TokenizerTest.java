package io.sfumato.condition.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    private static final int WINDOW = 8;
    private static final long PAD = 0;
    private static final long UNKNOWN = 1;
    private static final long BEGIN = 2;
    private static final long END = 3;
    private static final List<String> CORPUS =
            List.of("red apple, noto style", "Grinning Face", "crème brûlée", "piñata 🎨", "o'clock 12", "猫");

    @TempDir
    private Path folder;

    private Tokenizer open(int window) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, WordPieceVocabulary.of(CORPUS).toJson());
        return Tokenizer.open(file, window);
    }

    /** The pieces of a text, without the frame and the padding. */
    private List<String> pieces(String text) throws IOException {
        try (Tokenizer tokenizer = open(200)) {
            JsonNode vocabulary = new ObjectMapper().readTree(tokenizer.json()).at("/model/vocab");
            List<String> names = new ArrayList<>(Collections.nCopies(vocabulary.size(), ""));
            vocabulary
                    .fields()
                    .forEachRemaining(entry -> names.set(entry.getValue().intValue(), entry.getKey()));
            return tokenizer.tokenize(text).ids().stream()
                    .filter(id -> id != PAD && id != BEGIN && id != END)
                    .map(id -> names.get(id.intValue()))
                    .toList();
        }
    }

    @Test
    void idsCountFromZeroWithoutGaps() throws IOException {
        WordPieceVocabulary vocabulary = WordPieceVocabulary.of(CORPUS);
        JsonNode json = new ObjectMapper().readTree(vocabulary.toJson()).at("/model/vocab");
        List<Integer> ids = new ArrayList<>();
        json.forEach(id -> ids.add(id.intValue()));
        assertThat(ids).hasSize(vocabulary.size()).doesNotHaveDuplicates();
        assertThat(Collections.min(ids)).isZero();
        assertThat(Collections.max(ids)).isEqualTo(vocabulary.size() - 1);
        assertThat(json.get("[PAD]").longValue()).isEqualTo(PAD);
        assertThat(json.get("[UNK]").longValue()).isEqualTo(UNKNOWN);
        assertThat(json.get("[CLS]").longValue()).isEqualTo(BEGIN);
        assertThat(json.get("[SEP]").longValue()).isEqualTo(END);
        try (Tokenizer tokenizer = open(WINDOW)) {
            assertThat(tokenizer.vocabulary()).isEqualTo(vocabulary.size());
        }
    }

    @Test
    void theSameTextsMakeTheSameVocabularyInAnyOrder() {
        List<String> turned = new ArrayList<>(CORPUS);
        Collections.reverse(turned);
        assertThat(WordPieceVocabulary.of(turned).toJson())
                .isEqualTo(WordPieceVocabulary.of(CORPUS).toJson());
    }

    @Test
    void wordsOfTheDataStayWhole() throws IOException {
        assertThat(pieces("red apple, noto style")).containsExactly("red", "apple", ",", "noto", "style");
        assertThat(pieces("GRINNING  face")).containsExactly("grinning", "face");
        assertThat(pieces("o'clock")).containsExactly("o", "'", "clock");
        assertThat(pieces("🎨 猫")).containsExactly("🎨", "猫");
    }

    @Test
    void accentsDoNotMatter() throws IOException {
        assertThat(pieces("crème brûlée piñata")).containsExactly("creme", "brulee", "pinata");
        assertThat(pieces("cre\u0300me")).as("a combining accent").containsExactly("creme");
        assertThat(pieces("creme")).containsExactly("creme");
    }

    @Test
    void otherWordsAreSplitIntoKnownPieces() throws IOException {
        assertThat(pieces("apples")).containsExactly("apple", "##s");
        assertThat(pieces("reddish")).containsExactly("red", "##d", "##ish");
        assertThat(pieces("zq")).containsExactly("z", "##q");
    }

    @Test
    void aWordOfUnknownLettersIsOneUnknown() throws IOException {
        assertThat(pieces("red жук apple")).containsExactly("red", "[UNK]", "apple");
    }

    @Test
    void anEmptyTextIsItsFrameAndPadding() throws IOException {
        try (Tokenizer tokenizer = open(WINDOW)) {
            for (String text : List.of("", "   ", "\n\t")) {
                TokenizedText read = tokenizer.tokenize(text);
                assertThat(read.ids()).containsExactly(BEGIN, END, PAD, PAD, PAD, PAD, PAD, PAD);
                assertThat(read.unread()).isEmpty();
            }
        }
    }

    @Test
    void aTextThatJustFitsIsReadWhole() throws IOException {
        try (Tokenizer tokenizer = open(7)) {
            TokenizedText read = tokenizer.tokenize("red apple, noto style");
            assertThat(read.ids()).hasSize(7).startsWith(BEGIN).endsWith(END).doesNotContain(PAD);
            assertThat(read.unread()).isEmpty();
        }
    }

    @Test
    void whatDoesNotFitIsCutAndNamed() throws IOException {
        try (Tokenizer tokenizer = open(6);
                Tokenizer wide = open(7)) {
            TokenizedText read = tokenizer.tokenize("red apple, noto style");
            List<Long> whole = wide.tokenize("red apple, noto style").ids();
            assertThat(read.ids().subList(0, 5)).isEqualTo(whole.subList(0, 5));
            assertThat(read.ids()).hasSize(6).endsWith(END);
            assertThat(read.unread()).contains("style");
        }
    }

    /** Positions count characters as people do: an emoji is two of Java's. */
    @Test
    void theRestBeginsAtTheRightPlaceAfterEmojiAndAccents() throws IOException {
        try (Tokenizer tokenizer = open(4)) {
            assertThat(tokenizer.tokenize("🎨 🎨 red Apple!").unread()).contains("red Apple!");
            assertThat(tokenizer.tokenize("crème cre\u0300me brûlée 猫").unread())
                    .contains("brûlée 猫");
            assertThat(tokenizer.tokenize("\uD83D red \uDE00 apple noto style").unread())
                    .as("after halves of characters")
                    .contains("noto style");
            assertThat(tokenizer.tokenize("red apple 🎨🎨 noto").unread()).contains("🎨🎨 noto");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D",
                "\uDE00",
                "red \uDE00\uD83D apple",
                "👩‍👩‍👧‍👦 family",
                "\u0000",
                "a\u0000b",
                "\uFFFF\uFEFF",
                "𝕬𝖕𝖕𝖑𝖊",
                "مرحبا עולם",
                "ﬁ ligature",
                "[CLS] [SEP] [PAD]",
                "İstanbul ẞ"
            })
    void anyTextCanBeRead(String text) throws IOException {
        try (Tokenizer tokenizer = open(WINDOW)) {
            TokenizedText read = tokenizer.tokenize(text);
            assertThat(read.ids()).hasSize(WINDOW).startsWith(BEGIN);
            assertThat(read.ids()).allMatch(id -> id >= 0 && id < vocabularySize());
            TokenizedText many = tokenizer.tokenize((text + " ").repeat(50));
            assertThat(many.ids()).hasSize(WINDOW).startsWith(BEGIN);
        }
    }

    private static int vocabularySize() {
        return WordPieceVocabulary.of(CORPUS).size();
    }

    @Test
    void aLongTextIsReadWithoutEnd() throws IOException {
        try (Tokenizer tokenizer = open(WINDOW)) {
            TokenizedText read = tokenizer.tokenize("apple ".repeat(20_000));
            assertThat(read.ids()).hasSize(WINDOW).endsWith(END);
            assertThat(read.unread().orElseThrow()).startsWith("apple apple").hasSize(6 * (20_000 - 6));
        }
    }

    @Test
    void aFileThatIsNoTokenizerIsRefused() throws IOException {
        Path file = folder.resolve("garbage.json");
        for (String text : List.of("", "garbage", "{}", "{\"model\":{}}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Tokenizer.open(file, WINDOW)).as(text).isInstanceOf(Exception.class);
        }
    }
}
