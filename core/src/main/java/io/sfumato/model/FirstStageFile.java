package io.sfumato.model;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.image.WholeFile;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.FileTrouble;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * First stages on their own: folders of {@code first_stage.json} and {@code model.safetensors}. Weights are also found in model
 * folders, and in files that the reference has written.
 */
public final class FirstStageFile {
    /** What a folder says of its first stage. */
    public static final String DESCRIPTION = "first_stage.json";

    /** What parameters begin with: in a model folder, in a checkpoint of a whole model, in one of a first stage. */
    private static final List<String> PREFIXES = List.of(ModelParts.FIRST_STAGE, "first_stage_model.", "");

    private FirstStageFile() {}

    /** Writes a folder, its weights in half precision (float16). */
    public static void write(Path folder, FirstStageSpec spec, Autoencoder autoencoder) {
        try (Region region = Region.open()) {
            Files.createDirectories(folder);
            Map<String, Tensor> halves = new LinkedHashMap<>();
            autoencoder
                    .parameters()
                    .forEach((name, tensor) -> halves.put(
                            ModelParts.FIRST_STAGE + name, tensor.detach().to(DType.FLOAT16)));
            Safetensors.write(ModelFolder.weights(folder), halves, Map.of("format", ModelFolder.FORMAT));
            String description = SpecJson.json().writerFor(FirstStageSpec.class).writeValueAsString(spec) + "\n";
            WholeFile.write(folder.resolve(DESCRIPTION), description.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ModelException(folder + " cannot be written: " + FileTrouble.of(e), e);
        }
    }

    /** Fills an autoencoder from a folder or a file. Throws {@link ModelException} where its weights are not there. */
    public static void fill(Autoencoder autoencoder, Path path) {
        Path file = Files.isDirectory(path) ? ModelFolder.weights(path) : path;
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    file + " is missing, expected the weights of a first stage: a model folder, the model"
                            + " folder of a run, or a checkpoint file");
        }
        try (TensorArchive archive = TensorFiles.open(file)) {
            Map<String, Tensor> parameters = autoencoder.parameters();
            String prefix = PREFIXES.stream()
                    .filter(each -> parameters.keySet().stream().anyMatch(name -> archive.contains(each + name)))
                    .findFirst()
                    .orElse("");
            Map<String, Tensor> named = new LinkedHashMap<>();
            parameters.forEach((name, tensor) -> named.put(prefix + name, tensor));
            WeightLoading.fillFrom(named, archive, file);
        }
    }
}
