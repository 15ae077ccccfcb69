package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCacheTest {
    @TempDir
    private Path folder;

    private NpmPackage wanted = NpmPackage.of("x", "1", "sha512-" + "A".repeat(86) + "==");
    private final AtomicInteger fetches = new AtomicInteger();
    private String published = "the archive";

    @BeforeEach
    void knowTheIntegrity() throws IOException {
        Path file = Files.writeString(folder.resolve("original"), published);
        wanted = new NpmPackage("@iconify-json/noto", "1.2.9", Integrity.of(file));
        Files.delete(file);
    }

    @Test
    void fetchesOnceAndKeepsTheArchive() {
        PackageCache cache = cache();
        Path archive = cache.archive(wanted);

        assertThat(archive).hasContent("the archive").hasFileName("iconify-json-noto-1.2.9.tgz");
        assertThat(cache.archive(wanted)).isEqualTo(archive);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aDamagedArchiveIsFetchedAgain() throws IOException {
        Path archive = cache().archive(wanted);
        Files.writeString(archive, "the arch");

        assertThat(cache().archive(wanted)).hasContent("the archive");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void anotherArchiveThanThePublishedOneIsRefusedAndNothingStays() throws IOException {
        published = "something else";

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> cache().archive(wanted))
                .withMessageStartingWith("@iconify-json/noto@1.2.9: the fetched archive has sha512-")
                .withMessageContaining("expected " + wanted.integrity());
        try (Stream<Path> files = Files.list(folder.resolve("sources"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anIntegrityIsSha512InBase64() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new Integrity("sha1-abc"))
                .withMessageContaining("expected sha512-");
    }

    private PackageCache cache() {
        return new PackageCache(folder.resolve("sources"), (name, directory) -> {
            fetches.incrementAndGet();
            try {
                return Files.writeString(directory.resolve("fetched.tgz"), published);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
