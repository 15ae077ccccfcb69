package io.sfumato.train.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sfumato.model.SpecJson;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of itself.
 *
 * @param smoothLoss as people were last shown it
 * @param heldOutLoss where pictures are held out, and were looked at
 * @param sha256 of each of its files, by name
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Saved(
        String stage, Progress progress, double smoothLoss, OptionalDouble heldOutLoss, Map<String, String> sha256) {
    private static final Set<String> SUMMED = Set.of(Checkpoint.WEIGHTS, Checkpoint.AVERAGE, Checkpoint.LEARNING);

    Saved {
        sha256 = Collections.unmodifiableMap(new TreeMap<>(sha256)); // Map.copyOf has another order in every process
    }

    /** What the checkpoint in a folder says. Throws where it is not one that was written there, under this name. */
    static Saved read(Path folder) {
        Path file = folder.resolve(Checkpoint.STATE);
        if (!Files.isRegularFile(file)) {
            throw refused(folder, "there is no such file", null);
        }
        try {
            Saved saved = SpecJson.json().readValue(file.toFile(), Saved.class);
            if (saved == null || !saved.belongsTo(folder)) {
                throw refused(
                        folder, "it was written for another stage, another number of images, or other files", null);
            }
            return saved;
        } catch (JsonProcessingException e) {
            throw refused(folder, SpecJson.complaint(e), e);
        } catch (IOException e) {
            throw refused(folder, FileTrouble.of(e), e);
        }
    }

    private boolean belongsTo(Path folder) {
        String name = new CheckpointName(stage, progress.images()).toString();
        return name.equals(folder.getFileName().toString()) && sha256.keySet().equals(SUMMED);
    }

    private static RecipeException refused(Path folder, String why, @Nullable IOException e) {
        return new RecipeException(
                folder.resolve(Checkpoint.STATE) + " cannot be used: " + why + ". " + Checksums.cure(folder), e);
    }
}
