package io.sfumato.condition.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sfumato.condition.ConditionException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyFileTest {
    private static final int MOST = 16 << 20;

    @TempDir
    private Path folder;

    private void assertRefused(Path file, String part) {
        ConditionException problem = catchThrowableOfType(ConditionException.class, () -> VocabularyFile.read(file));
        assertThat(problem).hasMessageStartingWith(file.toString()).hasMessageContaining(part);
        assertThat(problem.getMessage()).hasLineCount(1);
    }

    private Path gzipped(byte[] contents) throws IOException {
        Path file = folder.resolve("file.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(contents);
        }
        return file;
    }

    @Test
    void aFileIsReadPlainOrGzipped() throws IOException {
        String text = "über\nnaïve 猫 🎨\r\nend";
        Path plain = Files.writeString(folder.resolve("plain"), text);
        Path packed = gzipped(text.getBytes(StandardCharsets.UTF_8));
        for (Path file : new Path[] {plain, packed}) {
            assertThat(VocabularyFile.read(file).text()).isEqualTo(text);
            assertThat(VocabularyFile.read(file).lines()).containsExactly("über", "naïve 猫 🎨", "end");
        }
        assertThat(VocabularyFile.read(Files.createFile(folder.resolve("empty")))
                        .text())
                .isEmpty();
        assertThat(VocabularyFile.read(Files.writeString(folder.resolve("one"), "a"))
                        .text())
                .isEqualTo("a");
    }

    @Test
    void whatIsTooLongIsNotRead() throws IOException {
        Path sparse = folder.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(1L << 40);
        }
        assertRefused(sparse, "more than 16777216 bytes");
        byte[] blanks = new byte[MOST + 1];
        Arrays.fill(blanks, (byte) ' ');
        Path bomb = gzipped(blanks);
        assertThat(Files.size(bomb)).isLessThan(100_000);
        assertRefused(bomb, "more than 16777216 bytes");
        assertThat(VocabularyFile.read(gzipped(Arrays.copyOf(blanks, MOST))).text())
                .hasSize(MOST);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertRefused(Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xE9, 'b'}), "is not text (UTF-8)");
        assertRefused(folder.resolve("nowhere"), "is not there");
        assertRefused(folder, "cannot be read");
        byte[] whole = Files.readAllBytes(gzipped("a b\n".repeat(100).getBytes(StandardCharsets.UTF_8)));
        assertRefused(Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 9)), "cannot be read");
        assertRefused(Files.write(folder.resolve("magic"), new byte[] {0x1f, (byte) 0x8b}), "cannot be read");
    }
}
