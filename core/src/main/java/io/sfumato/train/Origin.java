package io.sfumato.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.data.DataSet;
import io.sfumato.diffusers.ClipText;
import io.sfumato.firststage.Autoencoder;
import io.sfumato.image.WholeFile;
import io.sfumato.model.Fingerprint;
import io.sfumato.model.Model;
import io.sfumato.model.Tokenizers;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.recipe.BaseModel;
import io.sfumato.train.recipe.DiffusionRecipe;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.samples.LatentOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run is made of and does not make itself. It goes on with what it began with, and with nothing else: of other pictures, those
 * held out would be trained on, and the best checkpoint would be that of an easier examination.
 *
 * @param name among the origins of a run
 * @param sha256 of what is there now
 * @param otherwise says that it is not what was there when the run began
 */
record Origin(String name, String sha256, String otherwise) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The model that is tuned: its weights, wherever they lie. */
    static Origin tuned(BaseModel recipe, Model model) {
        return weights("base_model", recipe.path(), model.fingerprint().sha256());
    }

    /** A first stage that is taken as it is. */
    static Origin taken(String path, Autoencoder firstStage) {
        return weights("first_stage", path, LatentOrigin.weights(firstStage));
    }

    /** The model whose weights a new one starts from. */
    static Origin startingFrom(DiffusionRecipe.FineTuned start) {
        String model = start.model();
        return weights(
                "start_model", model, Checkpoints.fingerprint(Path.of(model)).sha256());
    }

    /** A vocabulary that somebody else has made. */
    static Optional<Origin> splitting(Tokenizers tokenizers) {
        return tokenizers
                .json()
                .map(json -> new Origin(
                        "tokenizer",
                        Fingerprint.sha256(json),
                        "the tokenizer of diffusion.conditioner is not that which the run began with"));
    }

    /** A CLIP that words are read with. */
    static Origin reading(ClipText clip) {
        return weights("clip", clip.folder().toString(), clip.fingerprint().sha256());
    }

    private static Origin weights(String name, String path, String sha256) {
        return new Origin(
                name,
                sha256,
                "the weights of " + path + " have the SHA-256 " + sha256 + ", but the run began with others");
    }

    /** Pictures: the names of all of them, in their order. */
    static Origin trainedOn(DataSet pictures) {
        return pictures("pictures", "the " + pictures.count() + " pictures to train on", pictures);
    }

    /** Pictures that are held out. */
    static Origin heldOut(DataSet pictures) {
        return pictures("held_out_pictures", "the " + pictures.count() + " pictures held out", pictures);
    }

    private static Origin pictures(String name, String what, DataSet pictures) {
        return new Origin(
                name,
                LatentOrigin.names(pictures),
                what + " are not those that the run began with: some have come, gone, or got another name");
    }

    /** Throws where any process has another one than the run began with; a run that begins remembers that of the first. */
    void check(RunContext run) {
        Path file = run.folder().origins();
        run.session().once(() -> remember(file));
        if (!read(file).path(name).asText().equals(sha256)) {
            throw new RecipeException(otherwise + ". Put them back, begin a new run, or remove " + file
                    + " to go on with what is there now");
        }
    }

    private void remember(Path file) {
        ObjectNode origins = Files.exists(file) ? read(file) : JSON.createObjectNode();
        if (origins.has(name)) {
            return;
        }
        origins.put(name, sha256);
        try {
            WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(origins));
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode origins) {
                return origins;
            }
            throw unusable(file, "it is not an object of JSON", null);
        } catch (JsonProcessingException e) {
            throw unusable(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unusable(file, FileTrouble.of(e), e);
        }
    }

    private static RecipeException unusable(Path file, String why, @Nullable IOException e) {
        return new RecipeException(
                file + " cannot be used: " + why
                        + ". Remove it to go on with the pictures and weights that are there now",
                e);
    }
}
