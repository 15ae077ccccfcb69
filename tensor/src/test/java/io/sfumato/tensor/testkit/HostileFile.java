package io.sfumato.tensor.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A file that was damaged or made to do harm.
 *
 * @param name what is wrong with it, in a few words
 * @param ending the ending of its name
 * @param complaint what a message about it must say
 */
public record HostileFile(String name, String ending, String complaint, Forge forge) {

    /** Makes the file. */
    public interface Forge {
        void write(Path file) throws IOException;
    }

    /** A checkpoint with these bytes. */
    static HostileFile of(String name, String complaint, Supplier<byte[]> bytes) {
        return new HostileFile(name, ".ckpt", complaint, file -> Files.write(file, bytes.get()));
    }

    /** Writes the file into {@code folder}, under a name of its own, and returns its path. */
    public Path write(Path folder) {
        Path file = folder.resolve(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ending);
        try {
            forge.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    @Override
    public String toString() {
        return name;
    }
}
