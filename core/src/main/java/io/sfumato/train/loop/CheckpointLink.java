package io.sfumato.train.loop;

import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A link that shows people one of the checkpoints beside it. Nothing else that it may point to is followed or touched. Where the file
 * system has no links there is none: checkpoints are found by their names.
 */
record CheckpointLink(Path path) {

    /** The checkpoint that it shows; empty where there is no such link, or it points to anything else. */
    Optional<Path> shown() throws IOException {
        if (!Files.isSymbolicLink(path)) {
            return Optional.empty();
        }
        Path folder = path.resolveSibling(Files.readSymbolicLink(path));
        boolean isBeside = path.getParent().equals(folder.getParent());
        return Optional.of(folder)
                .filter(it -> isBeside && CheckpointName.of(it).isPresent() && Files.isDirectory(it));
    }

    /** Lets it show a checkpoint, in one move. Throws where something that is no link has its name. */
    void show(Path folder) throws IOException {
        if (shown().filter(folder::equals).isPresent()) {
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path)) {
            throw new RecipeException(path + " is no link, expected one to " + folder.getFileName()
                    + "; a copy that follows links makes such folders. Remove it: checkpoints have folders of their own"
                    + " beside it");
        }
        Path next = path.resolveSibling("." + path.getFileName());
        Files.deleteIfExists(next);
        try {
            Files.createSymbolicLink(next, folder.getFileName());
        } catch (UnsupportedOperationException e) {
            return;
        } catch (FileSystemException e) { // what Linux says where there can be none is that it is not permitted
            if (Files.isSymbolicLink(path)) {
                throw e;
            }
            return;
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
