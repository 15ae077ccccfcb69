package io.sfumato.checkpoint;

import io.sfumato.diffusers.DiffusersFolder;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Fingerprint;
import io.sfumato.model.Model;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.Origin;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.ReferenceCheckpoint;
import io.sfumato.reference.ReferenceConfig;
import io.sfumato.reference.Weights;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens models of every kind that is known here. */
public final class Checkpoints {
    private Checkpoints() {}

    /**
     * Opens a model to compute in {@code compute}: a model folder, one of diffusers, or a checkpoint file of the reference
     * with its configuration. Throws {@link ModelException} where it is none of them.
     */
    public static Model open(Path model, CheckpointOptions options, Placement compute) {
        return open(model, options, Arithmetic.of(compute));
    }

    /** The same for a model that calculates with the given precisions. */
    public static Model open(Path model, CheckpointOptions options, Arithmetic arithmetic) {
        if (Files.isDirectory(model)) {
            checkFolder(model, options);
            return DiffusersFolder.isOne(model)
                    ? diffusers(model, options, arithmetic)
                    : ModelFolder.open(model, arithmetic, options.adaptation());
        }
        return reference(model, options, arithmetic);
    }

    /** What a model is made of; its weights are not read. Throws as {@link #open} does where they are not looked into. */
    public static ModelDescription description(Path model, CheckpointOptions options) {
        if (Files.isDirectory(model)) {
            checkFolder(model, options);
            return DiffusersFolder.isOne(model)
                    ? DiffusersFolder.read(model).description()
                    : ModelFolder.description(model);
        }
        ReferenceConfig.Diffusion config = config(model, options);
        try (TensorArchive archive = TensorFiles.open(model)) {
            return new ReferenceCheckpoint(model, archive, config).description();
        }
    }

    /** What tells a model's weights from those of others, for one that can be opened; its weights are not loaded. */
    public static Fingerprint fingerprint(Path model) {
        if (!Files.isDirectory(model)) {
            return Fingerprint.of(model);
        }
        return Fingerprint.of(
                DiffusersFolder.isOne(model) ? DiffusersFolder.read(model).weights() : ModelFolder.weights(model));
    }

    /** Refuses what a folder says itself, and would be without effect. */
    private static void checkFolder(Path folder, CheckpointOptions options) {
        if (options.weights() != Weights.AUTO) {
            throw new ModelException(folder + " is a folder, which has one set of weights, but "
                    + options.weights().name().toLowerCase(Locale.ROOT) + " ones are asked for. Leave out --weights");
        }
        if (options.config().isPresent()) {
            throw new ModelException(folder + " is a folder, which has a configuration of its own, but "
                    + options.config().get() + " is given. Leave out --config, or name a checkpoint file");
        }
        if (options.heads() != HeadRule.CONFIGURED) {
            throw new ModelException(folder + " is a folder, which says how many heads its attention has, but one is"
                    + " asked for. Leave out --legacy-heads, or name a checkpoint file");
        }
        if (options.tokenizer().isPresent() && !DiffusersFolder.isOne(folder)) {
            throw new ModelException(folder + " is a model folder, which has a tokenizer of its own, but "
                    + options.tokenizer().get() + " is given. Leave out --tokenizer, or name a checkpoint file");
        }
    }

    private static Model diffusers(Path folder, CheckpointOptions options, Arithmetic arithmetic) {
        DiffusersFolder model = DiffusersFolder.read(folder);
        if (options.words() == CheckpointOptions.Words.READ) {
            model.checkPadding();
        }
        ModelDescription description = model.description();
        return Model.load(
                description,
                TokenizerFiles.open(folder, description.conditioner(), options),
                new Origin(Fingerprint.of(model.weights()), arithmetic, options.adaptation()),
                model::fill);
    }

    private static ReferenceConfig.Diffusion config(Path file, CheckpointOptions options) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + " is not there, expected a model folder or a checkpoint file");
        }
        ReferenceConfig config = ReferenceConfig.read(ConfigFiles.find(file, options.config()), options.heads());
        if (config instanceof ReferenceConfig.Diffusion diffusion) {
            return diffusion;
        }
        throw new ModelException(file + " is an autoencoder by its configuration, expected a diffusion model");
    }

    private static Model reference(Path file, CheckpointOptions options, Arithmetic arithmetic) {
        ReferenceConfig.Diffusion config = config(file, options);
        try (TensorArchive archive = TensorFiles.open(file)) {
            ReferenceCheckpoint checkpoint = new ReferenceCheckpoint(file, archive, config);
            Weights weights = options.weights();
            ModelDescription description = checkpoint.description();
            return Model.load(
                    description,
                    TokenizerFiles.open(file, description.conditioner(), options),
                    new Origin(Fingerprint.of(file), arithmetic, options.adaptation()),
                    parts -> checkpoint.fill(parts, weights));
        }
    }
}
