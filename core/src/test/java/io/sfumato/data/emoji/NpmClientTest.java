package io.sfumato.data.emoji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sfumato.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NpmClientTest {
    private static final NpmPackage NOTO = EmojiSet.NOTO.source();

    @TempDir
    private Path folder;

    @Test
    void withoutNpmItSaysWhatToInstall() {
        NpmClient absent = new NpmClient(folder.resolve("no-npm-here").toString(), Duration.ofSeconds(5));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> absent.fetch(NOTO, folder))
                .withMessageContaining("cannot be run")
                .withMessageContaining("Install Node.js")
                .withMessageContaining("iconify-json-noto-1.2.9.tgz");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void asksNpmForTheExactPackageAndRunsNoScripts() throws IOException {
        Path archive = npm("echo \"$@\" > noto.tgz").fetch(NOTO, folder);

        assertThat(archive).hasFileName("noto.tgz");
        assertThat(archive).content().startsWith("pack @iconify-json/noto@1.2.9 --ignore-scripts");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void tellsWhatNpmComplainedAbout() throws IOException {
        NpmClient failing = npm("echo 'npm error code E404' >&2; exit 1");

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> failing.fetch(NOTO, folder))
                .withMessageContaining("npm pack @iconify-json/noto@1.2.9: ended with status 1: npm error code E404");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void givesUpOnASilentRegistry() throws IOException {
        NpmClient hanging = new NpmClient(npm("exec sleep 60").program(), Duration.ofSeconds(1));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> hanging.fetch(NOTO, folder))
                .withMessageContaining("no answer in 1 s");
    }

    private NpmClient npm(String script) throws IOException {
        Path program = Files.createFile(
                folder.resolve("npm"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        return new NpmClient(program.toString(), Duration.ofMinutes(1));
    }
}
