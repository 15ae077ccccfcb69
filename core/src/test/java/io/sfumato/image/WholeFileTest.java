package io.sfumato.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void theFileIsReplacedAndNothingElseIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        WholeFile.write(file, new byte[] {1, 2});
        assertThat(file).hasBinaryContent(new byte[] {1, 2});
        assertThat(names()).containsExactly("a");
    }

    @Test
    void whereTheMoveFailsTheOldFileStaysAndNothingElseIsLeft() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("a/inside")).getParent();
        assertThatThrownBy(() -> WholeFile.write(taken, new byte[] {1})).isInstanceOf(IOException.class);
        assertThat(taken.resolve("inside")).isDirectory();
        assertThat(names()).containsExactly("a");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
