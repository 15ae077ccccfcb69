package io.sfumato.condition.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.text.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is not CLIP's vocabulary is named in one line that says why. */
class BytePairFilesTest {
    @TempDir
    private Path folder;

    private void assertRefused(Path path, String... parts) {
        ConditionException problem = catchThrowableOfType(ConditionException.class, () -> BytePairFiles.read(path));
        assertThat(problem).as(path.toString()).isNotNull();
        assertThat(problem.getMessage())
                .startsWith(path.toString())
                .contains(parts)
                .hasLineCount(1);
        assertThat(problem.getMessage().length()).isLessThan(400);
    }

    private Path file(String name, String contents) throws IOException {
        return Files.writeString(folder.resolve(name), contents);
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertRefused(folder.resolve("nowhere.txt"), "is not there");
        assertRefused(folder, "has no tokenizer of CLIP", "tokenizer.json, merges.txt, bpe_simple_vocab_16e6.txt.gz");
    }

    @Test
    void junkIsRefused() throws IOException {
        byte[] junk = new byte[1000];
        new Random(1).nextBytes(junk);
        assertRefused(Files.write(folder.resolve("junk"), junk), "is not text");
        assertRefused(file("empty", ""), "has no merge that ends a word");
        assertRefused(file("words", "once upon a time\n"), "has 'once upon a time' among its merges");
        assertRefused(file("broken.json", "{\"model\": "), "is not valid JSON");
        assertRefused(file("deep.json", "{\"a\":".repeat(5000)), "is not valid JSON");
        ClipFiles.writeGzipped(folder.resolve("cut.gz"), junk);
        byte[] whole = Files.readAllBytes(folder.resolve("cut.gz"));
        assertRefused(Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2)), "cannot be read");
    }

    @Test
    void mergesOfOtherModelsAreRefused() throws IOException {
        assertRefused(file("gpt2.txt", "#version: 0.2\ni n\nt h\nth e\n"), "no merge that ends a word", "GPT-2's?");
        assertRefused(file("few.txt", "#version: 0.2\ni n</w>\n"), "has 1 merges", "48894", "is it cut");
        assertRefused(file("unknown.txt", "i n\nth e</w>\n"), "has 'th e</w>'", "merged before");
        assertRefused(file("twice.txt", "i n</w>\ni n</w>\n"), "merges 'i n</w>' twice");
        assertRefused(file("long.txt", "x".repeat(100_000)), "…' among its merges");
        assertRefused(file("three.txt", "i n g\n"), "has 'i n g'");
    }

    @Test
    void oneMergeMissingIsRefused() throws IOException {
        List<String> lines = ClipFiles.merges();
        lines.remove(lines.size() - 1);
        assertRefused(Files.write(folder.resolve("merges.txt"), lines), "has 48893 merges");
    }

    @Test
    void tokenizersOfOtherModelsAreRefused() throws IOException {
        assertRefused(
                file("tokenizer.json", WordPieceVocabulary.of(List.of("red")).toJson()),
                "is a tokenizer of type WordPiece",
                "expected CLIP's");
        assertRefused(file("gpt2.json", "{\"model\":{\"type\":\"BPE\"}}"), "is a tokenizer of type BPE", "</w>");
    }

    @Test
    void addedWordsAreRefusedRatherThanForgotten() throws IOException {
        String json;
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            json = tokenizer.json();
        }
        String added = json.replace("\"added_tokens\":[", "\"added_tokens\":[{\"id\":49408,\"content\":\"<cat>\"},");
        assertRefused(file("tokenizer.json", added), "adds the word '<cat>'");
    }

    @ParameterizedTest
    @CsvSource({"in, -1", "in, 512.5", "in, 99999999", "a, 98", "zzz, 97"})
    void idsThatAreNoneAreRefused(String piece, String id) throws IOException {
        ClipFiles.writeNumbered(folder);
        Map<String, Object> ids = new HashMap<>(ClipFiles.ids());
        ids.put(piece, id.contains(".") ? (Object) Double.valueOf(id) : Integer.valueOf(id));
        Path file = file("vocab.json", new ObjectMapper().writeValueAsString(ids));
        assertRefused(file, id.contains(".") ? "expected a number" : "numbers pieces twice or out of range");
    }

    @ParameterizedTest
    @CsvSource({"in", "a", "a</w>", "<|endoftext|>"})
    void everyPieceNeedsAnId(String piece) throws IOException {
        ClipFiles.writeNumbered(folder);
        Map<String, Integer> ids = ClipFiles.ids();
        ids.remove(piece);
        assertRefused(file("vocab.json", new ObjectMapper().writeValueAsString(ids)), "no id for '" + piece + "'");
    }

    @Test
    void idsWithoutMergesAreRefused() throws IOException {
        ClipFiles.writeNumbered(folder);
        Files.delete(folder.resolve("merges.txt"));
        ConditionException problem =
                catchThrowableOfType(ConditionException.class, () -> BytePairFiles.read(folder.resolve("vocab.json")));
        assertThat(problem).hasMessageContaining("merges.txt is not there");
    }

    @Test
    void theSymbolsOfBytesAreOpenAis() {
        List<String> symbols = new Merges(List.of()).pieces();
        assertThat(symbols).hasSize(512).doesNotHaveDuplicates().startsWith("!", "\"", "#");
        assertThat(symbols.indexOf("~")).isEqualTo(93);
        assertThat(symbols.indexOf("¡")).isEqualTo(94);
        assertThat(symbols.indexOf("®")).isEqualTo(106);
        assertThat(symbols.indexOf("ÿ")).isEqualTo(187);
        assertThat(symbols.get(188)).as("byte 0").isEqualTo("Ā");
        assertThat(symbols.get(255)).as("the soft hyphen").isEqualTo("Ń");
        assertThat(symbols.get(256)).isEqualTo("!</w>");
    }
}
