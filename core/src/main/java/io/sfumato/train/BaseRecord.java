package io.sfumato.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.image.WholeFile;
import io.sfumato.model.Model;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.BaseModel;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Which weights a run began with: it goes on with no others. */
final class BaseRecord {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHA256 = "sha256";

    private BaseRecord() {}

    /** Throws where any process has another model than the run began with; a run that begins remembers that of the first. */
    static void check(RunContext run, BaseModel recipe, Model model) {
        Path file = run.folder().baseModel();
        String sha256 = model.fingerprint().sha256();
        run.session().once(() -> remember(file, recipe, sha256));
        check(file, recipe, sha256);
    }

    private static void remember(Path file, BaseModel recipe, String sha256) {
        try {
            if (!Files.exists(file)) {
                WholeFile.write(file, JSON.writeValueAsBytes(Map.of("path", recipe.path(), SHA256, sha256)));
            }
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private static void check(Path file, BaseModel recipe, String sha256) {
        try {
            JsonNode before = JSON.readTree(file.toFile());
            if (!before.path(SHA256).asText().equals(sha256)) {
                throw new RecipeException("the weights of " + recipe.path() + " have the SHA-256 " + sha256
                        + ", but the run began with others, which " + file
                        + " tells. Put them back, or begin a new run");
            }
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be used: " + FileTrouble.of(e), e);
        }
    }
}
