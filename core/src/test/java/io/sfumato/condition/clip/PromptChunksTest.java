package io.sfumato.condition.clip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptChunksTest {
    private static final int WINDOW = 77;
    private static final int ROOM = 75;
    private static final long BEGIN = 49_406;
    private static final long END = 49_407;
    private static final long A = 320;
    private static final long HORSE = 4558;

    @TempDir
    private Path folder;

    private ClipTokenizer tokenizer;

    @BeforeEach
    void open() throws IOException {
        tokenizer = ClipFiles.open(folder);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private PromptChunks read(String prompt) {
        return PromptChunks.of(WeightedPrompt.parse(prompt), tokenizer, WINDOW);
    }

    /** {@code count} times one word in its frame. */
    private static List<Long> framed(int count, long word) {
        List<Long> ids = new ArrayList<>(List.of(BEGIN));
        ids.addAll(Collections.nCopies(count, word));
        ids.addAll(Collections.nCopies(WINDOW - 1 - count, END));
        return ids;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "74, 1", "75, 1", "76, 2", "77, 2", "149, 2", "150, 2", "151, 3", "600, 8"})
    void chunksHoldSeventyFiveTokens(int words, int expected) {
        PromptChunks read = read("a ".repeat(words));
        assertThat(read.chunks()).hasSize(expected);
        assertThat(read.unread()).isEmpty();
        for (int i = 0; i < expected; i++) {
            int here = Math.min(ROOM, words - i * ROOM);
            assertThat(read.chunks().get(i).ids()).isEqualTo(framed(here, A));
            assertThat(read.chunks().get(i).isEven()).isTrue();
        }
    }

    @Test
    void weightsFollowTheirTokensAcrossChunks() {
        PromptChunks read = read("a ".repeat(74) + "(horse horse:1.5) a");
        assertThat(read.chunks()).hasSize(2);
        Chunk first = read.chunks().get(0);
        Chunk second = read.chunks().get(1);
        assertThat(first.ids().get(75)).isEqualTo(HORSE);
        assertThat(first.weights().get(75)).isEqualTo(1.5);
        assertThat(first.weights().subList(0, 75)).containsOnly(1.0);
        assertThat(first.weights().get(76)).isEqualTo(1.0);
        assertThat(second.ids().subList(0, 4)).containsExactly(BEGIN, HORSE, A, END);
        assertThat(second.weights().subList(0, 4)).containsExactly(1.0, 1.5, 1.0, 1.0);
        assertThat(second.isEven()).isFalse();
    }

    @Test
    void aBreakFillsItsChunkUp() {
        List<Chunk> chunks = read("a BREAK horse horse").chunks();
        assertThat(chunks).hasSize(2);
        assertThat(chunks.get(0).ids()).isEqualTo(framed(1, A));
        assertThat(chunks.get(1).ids()).isEqualTo(framed(2, HORSE));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "'BREAK', 1",
        "'a BREAK', 1",
        "'a BREAK BREAK', 2",
        "'BREAK a', 2",
        "'a BREAK BREAK a', 3",
    })
    void anEmptySectionIsAChunkUnlessItIsTheLast(String prompt, int expected) {
        assertThat(read(prompt).chunks()).hasSize(expected);
    }

    @Test
    void aFullChunkBeforeABreakIsFollowedByNoEmptyOne() {
        assertThat(read("a ".repeat(75) + "BREAK a").chunks()).hasSize(2);
    }

    @Test
    void whatIsBeyondTheLastChunkIsNamed() {
        PromptChunks read = read("a ".repeat(599) + "Horse (On) A Red BREAK Apple, I say");
        assertThat(read.chunks()).hasSize(8);
        assertThat(read.unread()).contains("on a red apple, i say");
        assertThat(read("a ".repeat(600)).unread()).isEmpty();
        assertThat(read("a BREAK ".repeat(9) + "horse").unread()).contains("a horse");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 8})
    void smallWindowsHoldLess(int window) {
        PromptChunks read = PromptChunks.of(WeightedPrompt.parse("a a a a a"), tokenizer, window);
        assertThat(read.chunks()).hasSize((5 + window - 3) / (window - 2));
        assertThat(read.chunks()).allMatch(chunk -> chunk.ids().size() == window);
        assertThat(read.chunks()).allMatch(chunk -> chunk.ids().get(window - 1) == END);
    }
}
