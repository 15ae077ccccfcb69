package io.sfumato.train.reference;

import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file or folder that a training needs.
 *
 * @param said what needs it, and where the configuration says so; the path follows
 * @param cure what to do where it is not there
 */
record Place(String said, Path path, String cure) {

    /** Throws {@link RecipeException} where it is not there. */
    void check() {
        if (!Files.exists(path)) {
            String from = path.isAbsolute()
                    ? ""
                    : " (from the working folder, " + Path.of("").toAbsolutePath() + ")";
            throw new RecipeException(said + " " + path + from + ", which does not exist. Put it there, or " + cure);
        }
    }
}
