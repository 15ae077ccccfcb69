package io.sfumato.train;

import io.sfumato.tensor.AdamW;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One file from which a stage continues: weights, averages, the optimizer's moments, and how far it was. */
final class Checkpoint {
    private static final String TRAINED = "trained.";
    private static final String AVERAGED = "averaged.";
    private static final String OPTIMIZER = "optimizer.";

    private Checkpoint() {}

    static void write(Path file, Objective objective, AdamW optimizer, long images) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        objective.trained().forEach((name, tensor) -> tensors.put(TRAINED + name, tensor));
        objective.averaged().forEach((name, tensor) -> tensors.put(AVERAGED + name, tensor));
        optimizer.state().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        Safetensors.write(
                file, tensors, Map.of("images", Long.toString(images), "steps", Long.toString(optimizer.steps())));
    }

    /** Restores what {@code file} holds, and returns the images seen; 0 where there is no file. */
    static long restore(Path file, Objective objective, AdamW optimizer) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file)) {
            copy(archive, TRAINED, objective.trained());
            copy(archive, AVERAGED, objective.averaged());
            optimizer.restore(archive, OPTIMIZER, number(archive, file, "steps"));
            return number(archive, file, "images");
        }
    }

    /** The averaged weights alone: a finished stage. */
    static void restoreAverage(Path file, Map<String, Tensor> parameters) {
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(file)) {
            copy(archive, AVERAGED, parameters);
        }
    }

    /** Images seen by the stage that a file belongs to; 0 where there is no file. */
    static long images(Path file) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (TensorArchive archive = Safetensors.open(file)) {
            return number(archive, file, "images");
        }
    }

    private static void copy(TensorArchive archive, String prefix, Map<String, Tensor> parameters) {
        Grad.off(() -> parameters.forEach((name, parameter) -> archive.copyInPlace(prefix + name, parameter)));
    }

    private static long number(TensorArchive archive, Path file, String key) {
        String text = archive.metadata().get(key);
        if (text == null) {
            throw new RecipeException(file + " is not a checkpoint: it does not say '" + key + "'");
        }
        return Long.parseLong(text);
    }
}
