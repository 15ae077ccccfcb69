package io.sfumato.train.recipe;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sfumato.model.SpecJson;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads recipes. */
final class RecipeFile {
    private RecipeFile() {}

    /** A recipe whose parts fit each other and those that it refers to. */
    static Recipe read(Path file) {
        return parse(file).fitting(file);
    }

    /**
     * The recipe that {@code key} of the one in {@code file} names, as it stands there.
     *
     * @param reference relative to the folder of {@code file}
     */
    static Recipe referred(String key, Path file, String reference) {
        try {
            return parse(file.resolveSibling(reference).normalize());
        } catch (RecipeException e) {
            throw new IllegalArgumentException(key + " is " + reference + ": " + e.getMessage(), e);
        }
    }

    /** The path of what the recipe in {@code file} refers to, from anywhere. */
    static String resolved(Path file, String reference) {
        return file.toAbsolutePath().resolveSibling(reference).normalize().toString();
    }

    /** The text of a recipe. */
    static String text(Recipe recipe) {
        try {
            return RecipeJson.mapper().writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // recipes are data
        }
    }

    private static Recipe parse(Path file) {
        if (Files.isDirectory(file)) {
            throw new RecipeException(file + " is a folder, expected a recipe in YAML");
        }
        if (!Files.isRegularFile(file)) {
            throw new RecipeException(file + " cannot be read: there is no such file. Expected a recipe in YAML");
        }
        try {
            Recipe recipe = RecipeJson.mapper().readValue(file.toFile(), Recipe.class);
            if (recipe == null) {
                throw new RecipeException(file + " is empty, expected a recipe in YAML");
            }
            return recipe;
        } catch (JsonParseException e) {
            throw new RecipeException(file + line(e) + " is not valid YAML: " + SpecJson.complaint(e), e);
        } catch (JsonProcessingException e) {
            throw new RecipeException(file + line(e) + ": " + SpecJson.complaint(e), e);
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    }
}
