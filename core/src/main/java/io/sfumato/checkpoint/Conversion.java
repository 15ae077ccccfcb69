package io.sfumato.checkpoint;

import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes a model folder of a model in any other form. */
public final class Conversion {
    private Conversion() {}

    /**
     * Writes {@code folder}, which must not be there yet: whole or not at all.
     *
     * @param model anything that {@link Checkpoints#open} opens
     */
    public static void run(Path model, CheckpointOptions options, Path folder) {
        if (Files.exists(folder)) {
            throw new ModelException(folder + " is there already, expected a new folder. Choose another name");
        }
        try (Model opened = Checkpoints.open(model, options, Placement.FLOAT16)) {
            Path part = beside(folder);
            try {
                opened.write(part);
                Files.writeString(part.resolve("README.md"), card(model, opened), StandardCharsets.UTF_8);
                Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                deleteQuietly(part);
            }
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    /** A new folder for what is not whole yet; one that is there already is somebody's, and is left alone. */
    private static Path beside(Path folder) throws IOException {
        Path place = folder.toAbsolutePath();
        Files.createDirectories(place.getParent());
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(place.resolveSibling(place.getFileName() + ".part" + number));
            } catch (FileAlreadyExistsException e) {
                // an earlier conversion was interrupted, or another is at work
            }
        }
    }

    private static String card(Path model, Model opened) {
        ModelDescription description = opened.description();
        List<String> lines = new ArrayList<>();
        lines.add("# " + description.name());
        lines.add("");
        lines.add("Converted from `" + model.getFileName() + "` (SHA-256 begins with " + opened.hash() + ").");
        opened.added().forEach(added -> lines.add("Added to its weights: " + added.told() + "."));
        lines.add("Weights are float16. Data, training and licence are those of the original: see where it is from.");
        lines.add("");
        return String.join("\n", lines);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void deleteQuietly(Path folder) {
        try {
            delete(folder);
        } catch (IOException ignored) {
            // the error being reported matters more
        }
    }
}
