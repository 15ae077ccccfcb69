package io.sfumato.condition.clip;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.condition.ConditionException;
import io.sfumato.condition.text.VocabularyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The files in which CLIP's vocabulary is published. */
final class BytePairFiles {
    private static final String TOKENIZER = "tokenizer.json";
    private static final String IDS = "vocab.json";
    private static final String MERGES = "merges.txt";

    /** In OpenAI's repository, and unpacked. */
    private static final List<String> OPENAI = List.of("bpe_simple_vocab_16e6.txt.gz", "bpe_simple_vocab_16e6.txt");

    private BytePairFiles() {}

    /** The names that are looked for in a folder, first what is looked for first. */
    static List<String> names() {
        return Stream.concat(Stream.of(TOKENIZER, MERGES), OPENAI.stream()).toList();
    }

    /** The file of a folder to read, where there is one. */
    static Optional<Path> in(Path folder) {
        return names().stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Reads a file, or the first of {@link #names} in a folder. */
    static BytePairs read(Path path) {
        if (!Files.isDirectory(path)) {
            return readFile(path);
        }
        return readFile(in(path).orElseThrow(() -> new ConditionException(
                path + " has no tokenizer of CLIP, expected one of " + String.join(", ", names()))));
    }

    /** What a file is, its contents tell. */
    private static BytePairs readFile(Path path) {
        VocabularyFile file = VocabularyFile.read(path);
        if (!file.text().stripLeading().startsWith("{")) {
            return readMerges(file);
        }
        JsonNode root = json(file);
        if (root.path("model").isObject()) {
            return readTokenizer(file, root);
        }
        return numbered(file, VocabularyFile.read(path.resolveSibling(MERGES)));
    }

    /** Numbers merges by the ids beside them, where there are any: both are published together. */
    private static BytePairs readMerges(VocabularyFile merges) {
        Path ids = merges.path().resolveSibling(IDS);
        return isNamed(merges, MERGES) && Files.isRegularFile(ids)
                ? numbered(VocabularyFile.read(ids), merges)
                : BytePairs.of(Merges.of(lines(merges), merges), merges);
    }

    private static boolean isNamed(VocabularyFile file, String name) {
        return file.path().endsWith(name);
    }

    private static BytePairs numbered(VocabularyFile ids, VocabularyFile merges) {
        return BytePairs.of(Merges.of(lines(merges), merges), ids(json(ids), ids), ids);
    }

    /** The lines of a file of merges without the first, which tells the version. */
    private static List<String> lines(VocabularyFile file) {
        List<String> lines = file.lines();
        boolean versioned = !lines.isEmpty() && lines.get(0).contains("#version");
        // OpenAI's file has a longer vocabulary's merges, of which CLIP takes the first
        return lines.stream().skip(versioned ? 1 : 0).limit(Merges.OF_CLIP).toList();
    }

    private static BytePairs readTokenizer(VocabularyFile file, JsonNode root) {
        JsonNode model = root.path("model");
        String type = model.path("type").asText("none");
        if (!type.equals("BPE") || !model.path("end_of_word_suffix").asText().equals(Merges.END_OF_WORD)) {
            throw file.bad(
                    "is a tokenizer of type " + type + ", expected CLIP's: BPE with the suffix " + Merges.END_OF_WORD);
        }
        Map<String, Integer> ids = ids(model.path("vocab"), file);
        for (JsonNode added : root.path("added_tokens")) {
            String content = added.path("content").asText();
            if (!ids.containsKey(content)) {
                throw file.bad("adds the word '" + content + "' to CLIP's vocabulary, which cannot be read yet");
            }
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            // a string, or a pair since version 0.20 of the library
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return BytePairs.of(Merges.of(merges, file), ids, file);
    }

    private static Map<String, Integer> ids(JsonNode vocabulary, VocabularyFile file) {
        Map<String, Integer> ids = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            if (!entry.getValue().isInt()) {
                throw file.bad("has " + entry.getValue() + " as the id of '" + entry.getKey() + "', expected a number");
            }
            ids.put(entry.getKey(), entry.getValue().intValue());
        }
        return ids;
    }

    private static JsonNode json(VocabularyFile file) {
        try {
            return new ObjectMapper().readTree(file.text());
        } catch (JsonProcessingException e) {
            throw file.bad("is not valid JSON: " + e.getOriginalMessage());
        }
    }
}
