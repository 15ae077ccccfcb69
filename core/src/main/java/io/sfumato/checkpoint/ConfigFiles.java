package io.sfumato.checkpoint;

import io.sfumato.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the configuration of a checkpoint is. */
final class ConfigFiles {
    private ConfigFiles() {}

    /** The file that the user named, or else one beside the checkpoint: of its name, or of those in use. */
    static Path find(Path checkpoint, Optional<Path> named) {
        if (named.isPresent()) {
            return named.get();
        }
        List<Path> candidates = candidates(checkpoint);
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ModelException(checkpoint + " says nothing of its configuration, and none of "
                        + candidates.stream()
                                .map(path -> path.getFileName().toString())
                                .toList()
                        + " is beside it. Name it with --config"));
    }

    private static List<Path> candidates(Path checkpoint) {
        String name = checkpoint.getFileName().toString();
        String base = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        return List.of(
                checkpoint.resolveSibling(base + ".yaml"),
                checkpoint.resolveSibling(base + ".yml"),
                checkpoint.resolveSibling("config.yaml"),
                checkpoint.resolveSibling("project.yaml"));
    }
}
