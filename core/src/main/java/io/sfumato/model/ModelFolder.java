package io.sfumato.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sfumato.image.WholeFile;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and writes model folders. */
public final class ModelFolder {
    static final String DESCRIPTION = "model.json";
    static final String WEIGHTS = "model.safetensors";
    static final String TOKENIZER = "tokenizer.json";

    /** What the notes of the weights say of their format. */
    public static final String FORMAT = "sfumato";

    private ModelFolder() {}

    /** The file of a folder's weights. */
    public static Path weights(Path folder) {
        return folder.resolve(WEIGHTS);
    }

    /** What a folder says of its model. */
    public static ModelDescription description(Path folder) {
        return read(folder.resolve(DESCRIPTION));
    }

    /** Reads a model into main memory. */
    public static Model open(Path folder, Precision precision) {
        return open(folder, precision.on(Device.CPU));
    }

    /** Reads a model and places it. */
    public static Model open(Path folder, Placement compute) {
        return open(folder, Arithmetic.of(compute), Adaptation.NONE);
    }

    /** Reads a model, has it calculate with the given precisions, and changes its weights. */
    public static Model open(Path folder, Arithmetic arithmetic, Adaptation adaptation) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(folder + " is not a model folder: there is no such folder. Expected one with "
                    + DESCRIPTION + ", " + WEIGHTS + " and " + TOKENIZER);
        }
        ModelDescription description = description(folder);
        Path weights = weights(folder);
        Fingerprint fingerprint = Fingerprint.of(weights);
        ConditionerSpec conditioner = description.conditioner();
        Tokenizers tokenizers =
                conditioner.readsWords() ? conditioner.tokenizers(folder.resolve(TOKENIZER)) : Tokenizers.NONE;
        return Model.load(description, tokenizers, new Origin(fingerprint, arithmetic, adaptation), parts -> {
            try (TensorArchive archive = Safetensors.open(weights)) {
                WeightLoading.fill(parts.parameters(), archive, weights);
            }
        });
    }

    private static ModelDescription read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is missing, expected a model folder with " + DESCRIPTION + ", " + WEIGHTS
                    + " and " + TOKENIZER + ", one of diffusers with model_index.json, or a checkpoint file");
        }
        try {
            return described(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new ModelException(file + " is not a valid description: it is not UTF-8 text", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }

    /**
     * A description from the text of a {@code model.json}.
     *
     * @param where it was found, for complaints
     */
    public static ModelDescription described(String json, String where) {
        try {
            ModelDescription description = SpecJson.json().readValue(json, ModelDescription.class);
            if (description == null) {
                throw new ModelException(where + " is not a valid description: it is null");
            }
            return description;
        } catch (JsonProcessingException e) {
            throw new ModelException(where + " is not a valid description: " + SpecJson.complaint(e), e);
        }
    }

    /** Writes a model folder, its weights in half precision (float16). The description is written last. */
    public static void write(Path folder, ModelDescription description, ModelParts parts, Tokenizers tokenizers) {
        try (Region region = Region.open()) {
            Files.createDirectories(folder);
            Map<String, Tensor> halves = new LinkedHashMap<>();
            parts.parameters()
                    .forEach((name, tensor) -> halves.put(name, tensor.detach().to(DType.FLOAT16)));
            Safetensors.write(weights(folder), halves, Map.of("format", FORMAT));
            Optional<String> tokenizer = tokenizers.json();
            if (tokenizer.isPresent()) {
                WholeFile.write(folder.resolve(TOKENIZER), tokenizer.get().getBytes(StandardCharsets.UTF_8));
            }
            String written = SpecJson.json().writeValueAsString(description) + "\n";
            WholeFile.write(folder.resolve(DESCRIPTION), written.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be written: " + FileTrouble.of(e), e);
        }
    }
}
