package io.sfumato.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.image.WholeFile;
import io.sfumato.model.SpecJson;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The scaling of a run's latents, measured once: a run that goes on, or is shared among processes, keeps it. */
final class ScalingFile {
    private ScalingFile() {}

    static LatentScaling remembered(RunContext run, Supplier<LatentScaling> measured) {
        Path file = run.folder().scaling();
        run.session().once(() -> measure(file, measured));
        try {
            LatentScaling scaling = SpecJson.json().readValue(file.toFile(), LatentScaling.class);
            if (scaling == null) {
                throw refused(file, "it is null", null);
            }
            return scaling;
        } catch (JsonProcessingException e) {
            throw refused(file, SpecJson.complaint(e), e);
        } catch (IOException e) {
            throw refused(file, FileTrouble.of(e), e);
        }
    }

    private static RecipeException refused(Path file, String why, @Nullable IOException e) {
        return new RecipeException(file + " cannot be used: " + why + ". Remove it to have it measured again", e);
    }

    private static void measure(Path file, Supplier<LatentScaling> measured) {
        try {
            if (!Files.exists(file)) {
                WholeFile.write(file, SpecJson.json().writeValueAsBytes(measured.get()));
            }
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }
}
