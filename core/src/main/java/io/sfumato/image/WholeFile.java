package io.sfumato.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** Writes files that are there completely or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Puts {@code content} at {@code file} in one move; what was there before stays until then. A file that already has
     * this content is left alone.
     */
    public static void write(Path file, byte[] content) throws IOException {
        if (has(file, content)) {
            return;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static boolean has(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }
}
