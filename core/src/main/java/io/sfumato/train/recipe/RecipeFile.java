package io.sfumato.train.recipe;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
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
        return parse(file, Recipe.class).fitting(file);
    }

    /**
     * The recipe that {@code key} of the one in {@code file} names, as it stands there.
     *
     * @param reference relative to the folder of {@code file}
     */
    static Recipe referred(String key, Path file, String reference) {
        try {
            return parse(file.resolveSibling(reference).normalize(), Recipe.class);
        } catch (RecipeException e) {
            throw new IllegalArgumentException(key + " is " + reference + ": " + e.getMessage(), e);
        }
    }

    /** The path of what the recipe in {@code file} refers to, from anywhere. */
    static String resolved(Path file, String reference) {
        return file.toAbsolutePath().resolveSibling(reference).normalize().toString();
    }

    /** The text of a recipe. */
    static String text(RunRecipe recipe) {
        try {
            return RecipeJson.mapper().writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // recipes are data
        }
    }

    /** Whether a file is a recipe that tunes a model, which is named in it; what else may be wrong is not said yet. */
    static boolean isOfTuning(Path file) {
        try (JsonParser parser = new YAMLFactory().createParser(file.toFile())) {
            boolean found = false;
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    found |= parser.currentName().equals("model");
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            return found;
        } catch (IOException e) {
            return false; // who reads it says what is wrong
        }
    }

    /** A recipe of one kind, as it stands there. */
    static <R extends RunRecipe> R parse(Path file, Class<R> kind) {
        if (Files.isDirectory(file)) {
            throw new RecipeException(file + " is a folder, expected a recipe in YAML");
        }
        if (!Files.isRegularFile(file)) {
            throw new RecipeException(file + " cannot be read: there is no such file. Expected a recipe in YAML");
        }
        try {
            R recipe = RecipeJson.mapper().readValue(file.toFile(), kind);
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
