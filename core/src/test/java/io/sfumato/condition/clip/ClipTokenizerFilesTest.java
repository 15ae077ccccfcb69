package io.sfumato.condition.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.ConditionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerFilesTest {
    private static final String SNAPSHOTS = "hub/models--openai--clip-vit-large-patch14/snapshots";

    @TempDir
    private Path root;

    private Path models;
    private Path home;
    private Path checkpoint;

    @BeforeEach
    void build() throws IOException {
        models = Files.createDirectory(root.resolve("models"));
        home = Files.createDirectory(root.resolve("home"));
        checkpoint = Files.createFile(models.resolve("model.ckpt"));
    }

    private Path find(Map<String, String> environment) {
        return new ClipTokenizerFiles(environment, home).find(checkpoint);
    }

    private static Path touch(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokenizer/tokenizer.json",
                "tokenizer/merges.txt",
                "tokenizer.json",
                "merges.txt",
                "bpe_simple_vocab_16e6.txt.gz",
                "bpe_simple_vocab_16e6.txt"
            })
    void aFileBesideTheCheckpointIsFound(String name) throws IOException {
        Path file = touch(models.resolve(name));
        touch(home.resolve(".cache/huggingface").resolve(SNAPSHOTS).resolve("abc/tokenizer.json"));
        assertThat(find(Map.of())).isEqualTo(file);
        assertThat(new ClipTokenizerFiles(Map.of(), home).find(models))
                .as("for a checkpoint that is a folder")
                .isEqualTo(file);
    }

    @Test
    void theFolderNamedTokenizerComesFirst() throws IOException {
        touch(models.resolve("tokenizer.json"));
        Path file = touch(models.resolve("tokenizer/merges.txt"));
        assertThat(find(Map.of())).isEqualTo(file);
    }

    @Test
    void whatHuggingFaceHasFetchedIsFound() throws IOException {
        Path empty = home.resolve(".cache/huggingface").resolve(SNAPSHOTS).resolve("abc");
        Files.createDirectories(empty);
        Path file = touch(home.resolve(".cache/huggingface").resolve(SNAPSHOTS).resolve("def/tokenizer.json"));
        assertThat(find(Map.of())).isEqualTo(file);
        assertThat(find(Map.of("HF_HOME", ""))).isEqualTo(file);
    }

    @Test
    void huggingFacesFolderMayBeElsewhere() throws IOException {
        Path elsewhere = root.resolve("elsewhere");
        touch(home.resolve(".cache/huggingface").resolve(SNAPSHOTS).resolve("abc/tokenizer.json"));
        Path file = touch(elsewhere.resolve(SNAPSHOTS).resolve("abc/merges.txt"));
        assertThat(find(Map.of("HF_HOME", elsewhere.toString()))).isEqualTo(file);
    }

    @Test
    void whereNothingIsTheMessageSaysWhereItLooked() {
        assertThatThrownBy(() -> find(Map.of()))
                .isInstanceOf(ConditionException.class)
                .hasMessageContainingAll(
                        models.resolve("tokenizer") + ", " + models + " or ",
                        home.resolve(".cache/huggingface").resolve(SNAPSHOTS).toString(),
                        "tokenizer.json, merges.txt, bpe_simple_vocab_16e6.txt.gz",
                        "--tokenizer FILE")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aCheckpointOfThisFolderIsOne() {
        assertThatThrownBy(() -> new ClipTokenizerFiles(Map.of(), home).find(Path.of("model.ckpt")))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining(
                        Path.of("").toAbsolutePath().resolve("tokenizer").toString());
    }

    @Test
    void whatIsFoundCanBeOpened() throws IOException {
        Path folder = Files.createDirectory(models.resolve("tokenizer"));
        ClipFiles.writeNumbered(folder);
        try (ClipTokenizer tokenizer = ClipTokenizer.open(find(Map.of()))) {
            assertThat(tokenizer.ids("a horse")).containsExactly(320L, 4558L);
        }
    }

    @Test
    void thisMachineHasAHome() {
        assertThat(ClipTokenizerFiles.ofThisMachine().home()).isDirectory();
    }
}
