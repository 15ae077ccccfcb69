package io.sfumato.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.UnknownIndex;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A configuration of the reference implementation (CompVis latent-diffusion and stable-diffusion), read from YAML. */
public sealed interface ReferenceConfig {
    /** Longest file that is read: the published ones have two kilobytes. */
    int MOST_BYTES = 1 << 20;

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
        Target target = Target.of(Params.of(file + ":", parse(file)), "model", known);
        return AutoencoderReader.ALL.contains(target.name())
                ? AutoencoderReader.read(target, file)
                : DiffusionReader.read(target, heads, file);
    }

    private static JsonNode parse(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelException(file + " has " + Files.size(file)
                        + " bytes, expected a configuration of at most " + MOST_BYTES + ". Is it a checkpoint?");
            }
            return new ObjectMapper(YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build())
                    .readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    file + " is not valid YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                    e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + FileTrouble.of(e), e);
        }
    }
}
