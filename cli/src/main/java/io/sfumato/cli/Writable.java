package io.sfumato.cli;

import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether something can be written somewhere: found out before the work begins, and nothing is left there. */
final class Writable {
    private Writable() {}

    /**
     * Does nothing where files can be written in {@code folder}, or in the one where it would be made.
     *
     * @param option what the user may change
     */
    static void checkFolder(Path folder, String option) {
        Path there = nearestThere(folder.toAbsolutePath());
        if (!Files.isDirectory(there)) {
            throw new UsageException(there + " is not a folder, expected one to write in. Choose another " + option);
        }
        try {
            Files.delete(Files.createTempFile(there, ".sfumato", ".part"));
        } catch (IOException e) {
            throw new UsageException(
                    there + ": nothing can be written there: " + FileTrouble.of(e) + ". Choose another " + option);
        }
    }

    /** Does nothing where {@code file} can be written: its folder must be there. */
    static void checkFile(Path file, String option) {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder, expected a file to write. Choose another " + option);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.exists(folder)) {
            throw new UsageException(
                    file + " cannot be written: its folder is not there. Make it, or choose another " + option);
        }
        checkFolder(folder, option);
    }

    private static Path nearestThere(Path folder) {
        return Stream.iterate(folder, Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
