package io.sfumato.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
            put(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    /** On the disk before it gets its name: else the name could outlive the content where the power goes off. */
    private static void put(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static boolean has(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }
}
