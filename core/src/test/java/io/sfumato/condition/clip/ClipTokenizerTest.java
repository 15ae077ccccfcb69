package io.sfumato.condition.clip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.condition.text.Subword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    private static final int WINDOW = 77;

    @TempDir
    private Path folder;

    private static List<JsonNode> cases(String resource) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        new ObjectMapper().readTree(ClipFiles.resource(resource).toFile()).forEach(cases::add);
        return cases;
    }

    private static List<Long> longs(JsonNode numbers) {
        List<Long> longs = new ArrayList<>();
        numbers.forEach(number -> longs.add(number.longValue()));
        return longs;
    }

    private static void assertReadsTheReferencesTexts(ClipTokenizer tokenizer) throws IOException {
        for (JsonNode golden : cases("/golden/clip-tokenizer.json")) {
            String text = golden.get("text").textValue();
            assertThat(tokenizer.ids(text)).as(text).isEqualTo(longs(golden.get("tokens")));
        }
    }

    @Test
    void idsAreTheReferences() throws IOException {
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            assertReadsTheReferencesTexts(tokenizer);
        }
    }

    @Test
    void aTextInItsWindowIsTheReferences() throws IOException {
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            for (JsonNode golden : cases("/golden/clip-tokenizer.json")) {
                WeightedPrompt text = WeightedPrompt.literal(golden.get("text").textValue());
                Chunk first = PromptChunks.of(text, tokenizer, WINDOW).chunks().get(0);
                assertThat(first.ids()).isEqualTo(longs(golden.get("padded")));
            }
        }
    }

    @Test
    void oddTextsAreReadAsOpenAiDoes() throws IOException {
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            for (JsonNode odd : cases("/clip/texts.json")) {
                String text = odd.get("text").textValue();
                assertThat(tokenizer.ids(text)).as(text).isEqualTo(longs(odd.get("tokens")));
            }
        }
    }

    @Test
    void everyFormatGivesTheSameIds() throws IOException {
        Path merges = Files.write(folder.resolve("merges.txt"), ClipFiles.merges());
        Path packed = folder.resolve("bpe_simple_vocab_16e6.txt.gz");
        ClipFiles.writeOpenAi(packed);
        Path json = folder.resolve("tokenizer.json");
        for (Path file : List.of(merges, packed, json)) {
            if (file.equals(json)) {
                try (ClipTokenizer tokenizer = ClipTokenizer.open(merges)) {
                    Files.writeString(json, tokenizer.json());
                }
            }
            try (ClipTokenizer tokenizer = ClipTokenizer.open(file)) {
                assertReadsTheReferencesTexts(tokenizer);
                assertThat(tokenizer.vocabulary()).isEqualTo(49_408);
                assertThat(tokenizer.begin()).isEqualTo(49_406);
                assertThat(tokenizer.end()).isEqualTo(49_407);
            }
        }
    }

    /** Newer versions of Hugging Face's library write them so. */
    @Test
    void mergesMayBePairsToo() throws IOException {
        ClipFiles.writeNumbered(folder);
        Path file = folder.resolve("tokenizer.json");
        try (ClipTokenizer tokenizer = ClipTokenizer.open(folder)) {
            JsonNode root = new ObjectMapper().readTree(tokenizer.json());
            ArrayNode pairs = new ObjectMapper().createArrayNode();
            for (JsonNode merge : root.at("/model/merges")) {
                int space = merge.textValue().indexOf(' ');
                pairs.addArray()
                        .add(merge.textValue().substring(0, space))
                        .add(merge.textValue().substring(space + 1));
            }
            ((ObjectNode) root.get("model")).set("merges", pairs);
            Files.writeString(file, root.toString());
        }
        try (ClipTokenizer tokenizer = ClipTokenizer.open(file)) {
            assertReadsTheReferencesTexts(tokenizer);
        }
    }

    /** So that a vocabulary is known again, and the same run writes the same file in every process. */
    @Test
    void theTextOfAVocabularyIsTheSameWhereverItCameFrom() throws IOException {
        ClipFiles.writeNumbered(folder);
        Path file = folder.resolve("elsewhere.json");
        try (ClipTokenizer numbered = ClipTokenizer.open(folder)) {
            Files.writeString(file, numbered.json());
            try (ClipTokenizer again = ClipTokenizer.open(file)) {
                assertThat(again.json()).isEqualTo(numbered.json());
            }
            List<Integer> ids = new ArrayList<>();
            new ObjectMapper().readTree(numbered.json()).at("/model/vocab").forEach(id -> ids.add(id.intValue()));
            assertThat(ids).hasSizeGreaterThan(256).isSorted();
        }
    }

    @Test
    void idsAndMergesAreFoundFromEitherOfThem() throws IOException {
        ClipFiles.writeNumbered(folder);
        for (String name : List.of("vocab.json", "merges.txt")) {
            try (ClipTokenizer tokenizer = ClipTokenizer.open(folder.resolve(name))) {
                assertReadsTheReferencesTexts(tokenizer);
            }
        }
    }

    @Test
    void piecesSayWhereTheyStart() throws IOException {
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            ClipTokenizer.Split split = tokenizer.split("  An 😀 astronaut&#32;riding a café horse");
            List<String> rests = split.subwords().stream()
                    .map(Subword::start)
                    .map(start -> split.clean().substring(start))
                    .toList();
            assertThat(rests)
                    .startsWith("an 😀 astronaut riding a café horse", "😀 astronaut riding a café horse")
                    .contains("astronaut riding a café horse", "riding a café horse")
                    .endsWith("café horse", "horse");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D",
                "a \uDE00\uD83D cat",
                "\u0000",
                "\uFFFF\uFEFF",
                "&#0; &#xD800; &#9999999; &#x110000; &;",
                "مرحبا עולם",
                "zzzzqqqq ĀāĂă",
                "<|startoftext|><|startoftext|>"
            })
    void anyTextCanBeRead(String text) throws IOException {
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            assertThat(tokenizer.ids(text.repeat(20))).allMatch(id -> id >= 0 && id < 49_408);
        }
    }

    @Test
    void aLongTextIsReadWithoutEnd() throws IOException {
        try (ClipTokenizer tokenizer = ClipFiles.open(folder)) {
            assertThat(tokenizer.ids("horse ".repeat(50_000))).hasSize(50_000).containsOnly(4558L);
            assertThat(tokenizer.ids("x".repeat(100_000))).isNotEmpty();
        }
    }
}
