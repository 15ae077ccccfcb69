package io.sfumato.train.loop;

import io.sfumato.tensor.ArchiveException;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.train.recipe.RecipeException;
import java.nio.file.Path;
import java.util.Map;

/** A folder from which a stage goes on bit for bit. */
record Checkpoint(Path folder, Saved saved) {
    /** The weights that are trained. */
    static final String WEIGHTS = "model.safetensors";

    /** Their running averages. */
    static final String AVERAGE = "average.safetensors";

    /** The optimizers' moments, and the weights of those who help. */
    static final String LEARNING = "learning.safetensors";

    /** What it says of itself. */
    static final String STATE = "state.json";

    /** Copies what one of the files holds into tensors of the same names. Throws where it has others, or other shapes. */
    void copy(String file, Map<String, Tensor> tensors) {
        if (tensors.isEmpty()) {
            return;
        }
        try (Region region = Region.open();
                TensorArchive archive = Safetensors.open(folder.resolve(file))) {
            Grad.off(() -> tensors.forEach(archive::copyInPlace));
        } catch (ArchiveException e) {
            throw new RecipeException(
                    e.getMessage() + "; the checkpoint is whole, so recipe.yaml has asked for other sizes since it was"
                            + " written. Put them back",
                    e);
        }
    }
}
