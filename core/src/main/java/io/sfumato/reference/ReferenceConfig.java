package io.sfumato.reference;

import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.UnknownIndex;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A configuration of the reference implementation (CompVis latent-diffusion and stable-diffusion), read from YAML. */
public sealed interface ReferenceConfig {
    /** Its state dict, found without memory for any weight. */
    StateDict stateDict();

    /**
     * A diffusion model with first stage and conditioner.
     *
     * @param extras what its checkpoints hold beside the parameters
     */
    record Diffusion(ModelDescription description, Extras extras) implements ReferenceConfig {
        @Override
        public StateDict stateDict() {
            return StateDict.of(this);
        }
    }

    /**
     * An autoencoder alone.
     *
     * @param remapped as in {@link Extras}
     */
    record Autoencoder(FirstStageSpec firstStage, Optional<UnknownIndex> remapped) implements ReferenceConfig {
        @Override
        public StateDict stateDict() {
            return StateDict.of(this);
        }
    }

    /**
     * What checkpoints of a diffusion model hold beside its parameters.
     *
     * @param averages whether the average of the U-Net's weights is there
     * @param scale where the scale of the latents is
     * @param remapped how unknown entries of the codebook are numbered, where a checkpoint has a list of those in use
     * @param losses whether the weight of each timestep in the loss is there
     */
    record Extras(Averages averages, Scale scale, Optional<UnknownIndex> remapped, LossWeights losses) {}

    /** What the loss of a timestep weighs: the reference's {@code logvar}, which no picture depends on. */
    enum LossWeights {
        FIXED,
        LEARNT
    }

    /** Whether a checkpoint has the running average of the U-Net's weights. */
    enum Averages {
        KEPT,
        NONE
    }

    /** Where the scale of the latents is written. */
    enum Scale {
        IN_CONFIGURATION,
        /** It was measured at the start of training. */
        IN_CHECKPOINT
    }

    /**
     * Reads a configuration. Throws {@link ModelException}, which names file and key, where it is not one, where it
     * names a class that is not built here, and where it has a key that no such class knows.
     */
    static ReferenceConfig read(Path file, HeadRule heads) {
        Set<String> known = new HashSet<>(AutoencoderReader.ALL);
        known.addAll(DiffusionReader.ALL);
        Target target = Target.of(Params.read(file), "model", known);
        return AutoencoderReader.ALL.contains(target.name())
                ? AutoencoderReader.read(target, file)
                : DiffusionReader.read(target, heads, file);
    }
}
