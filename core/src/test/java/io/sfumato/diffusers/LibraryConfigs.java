package io.sfumato.diffusers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Configurations of diffusers, in the test resources or copied from there to be changed. */
final class LibraryConfigs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LibraryConfigs() {}

    /** The folder of a model. */
    static Path folder(String model) {
        try {
            String resource = "/diffusers/" + model;
            return Path.of(Objects.requireNonNull(LibraryConfigs.class.getResource(resource), resource)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file of a model. */
    static ObjectNode read(String model, String file) {
        return read(folder(model).resolve(file));
    }

    static ObjectNode read(Path file) {
        try {
            return (ObjectNode) JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a model's folder, and returns the copy. */
    static Path copy(String model, Path folder) {
        Path from = folder(model);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one key's value, given as JSON, into a file. */
    static void set(Path file, String key, String value) {
        try {
            ObjectNode node = read(file);
            node.set(key, JSON.readTree(value));
            Files.writeString(file, node.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON with simple quotes. */
    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
