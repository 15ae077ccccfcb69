package io.sfumato.train.recipe;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that is there, in any form that can be loaded. Paths are relative to the working folder. A recipe need say only {@code
 * path}.
 *
 * @param path a model folder, a diffusers folder, or a checkpoint file
 * @param config the reference's YAML of a checkpoint file; where absent, one beside it is sought
 * @param tokenizer where its words are; where absent, they are sought in or beside it
 * @param weights which of a checkpoint's, auto where absent
 * @param heads how many of attention, as configured where absent; {@code one_head} is what {@code --legacy-heads} is
 */
public record BaseModel(
        String path, Optional<String> config, Optional<String> tokenizer, Weights weights, HeadRule heads) {

    /** Opens it. Throws {@code ModelException} where it cannot be. */
    public Model open(Arithmetic arithmetic) {
        return Checkpoints.open(Path.of(path), options(), arithmetic);
    }

    /** What it is made of; its weights are not read. Throws {@code ModelException} where it cannot be opened. */
    public ModelDescription description() {
        return Checkpoints.description(Path.of(path), options());
    }

    private CheckpointOptions options() {
        return new CheckpointOptions(
                config.map(Path::of), tokenizer.map(Path::of), CheckpointOptions.Words.READ, weights, heads);
    }
}
