package io.sfumato.data.emoji;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarEntriesTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheWantedEntriesAndSkipsTheOthers() throws IOException {
        Path archive = new Tar()
                .add("package/a.json", "first")
                .add("package/large.bin", "x".repeat(5000))
                .add("package/b.json", "")
                .write(folder.resolve("p.tgz"));

        Map<String, byte[]> entries = TarEntries.read(archive, Set.of("package/a.json", "package/b.json"));

        assertThat(new String(entries.get("package/a.json"), UTF_8)).isEqualTo("first");
        assertThat(entries.get("package/b.json")).isEmpty();
    }

    @Test
    void aMissingEntryIsNamed() throws IOException {
        Path archive = new Tar().add("package/a.json", "first").write(folder.resolve("p.tgz"));
        refused(archive, "has no entry package/b.json", "package/b.json");
    }

    @Test
    void anArchiveCutOffInsideAnEntryIsRefused() throws IOException {
        byte[] tar = new Tar().add("package/a.json", "x".repeat(2000)).open();
        Path archive = Tar.write(folder.resolve("p.tgz"), Arrays.copyOf(tar, 1000));
        refused(archive, "Was it fetched completely?", "package/a.json");
    }

    @Test
    void anArchiveCutOffInsideTheCompressedDataIsRefused() throws IOException {
        Path archive = new Tar().add("package/a.json", "x".repeat(2000)).write(folder.resolve("p.tgz"));
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
        refused(archive, "Was it fetched completely?", "package/a.json");
    }

    @Test
    void anEntryLargerThanAllowedIsRefusedBeforeItIsRead() throws IOException {
        Path archive = new Tar().header("package/a.json", 1L << 32).write(folder.resolve("p.tgz"));
        refused(archive, "has 4294967296 bytes, expected at most", "package/a.json");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Path archive = Files.writeString(folder.resolve("p.tgz"), "<html>");
        refused(archive, "is not a readable .tgz archive", "package/a.json");
    }

    @Test
    void aDamagedHeaderIsRefused() throws IOException {
        byte[] tar = new Tar().add("package/a.json", "first").open();
        tar[3] ^= 1;
        refused(Tar.write(folder.resolve("p.tgz"), tar), "has no entry", "package/a.json");
    }

    @Test
    void entriesThatPointOutsideAreNeverWritten() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path archive = new Tar()
                .add("../evil.txt", "evil")
                .add("/tmp/evil.txt", "evil")
                .add("package/a.json", "first")
                .write(inner.resolve("p.tgz"));

        assertThat(TarEntries.read(archive, Set.of("package/a.json"))).containsOnlyKeys("package/a.json");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(archive);
        }
    }

    private static void refused(Path archive, String message, String wanted) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> TarEntries.read(archive, Set.of(wanted)))
                .withMessageContaining(message)
                .withMessageContaining(archive.toString());
    }
}
