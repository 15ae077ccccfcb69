package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {
    @TempDir
    private Path folder;

    private static String trouble(ThrowingCallable work) {
        return FileTrouble.of(catchThrowableOfType(IOException.class, work));
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        Path file = folder.resolve("none");
        assertThat(trouble(() -> Files.size(file))).isEqualTo("there is no such file");
        assertThat(trouble(() -> new FileInputStream(file.toFile()).close())).isEqualTo("there is no such file");
    }

    @Test
    void aFolderIsNoFile() {
        String expected = "it is a folder, expected a file";
        assertThat(trouble(() -> Files.readAllBytes(folder))).isEqualTo(expected);
        assertThat(trouble(() -> new FileInputStream(folder.toFile()).close())).isEqualTo(expected);
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(trouble(() -> Files.createDirectories(file))).isEqualTo("a file is where a folder should be");
        assertThat(trouble(() -> Files.list(file).close())).isEqualTo("a file is where a folder should be");
    }

    @Test
    void whatIsNotTextIsSaidSo() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(trouble(() -> Files.readString(file))).isEqualTo("it is not text in UTF-8");
    }

    @Test
    void namesAloneAreNoReason() {
        assertThat(FileTrouble.of(new AccessDeniedException("a"))).startsWith("access denied");
        assertThat(FileTrouble.of(new FileSystemException("a", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FileTrouble.of(new IOException("Map failed"))).isEqualTo("Map failed");
        assertThat(FileTrouble.of(new IOException())).isEqualTo("IOException");
    }
}
