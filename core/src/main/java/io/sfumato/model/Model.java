package io.sfumato.model;

import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Preconditioned;
import io.sfumato.firststage.FirstStage;
import io.sfumato.nn.Init;
import io.sfumato.pipeline.LatentDiffusion;
import io.sfumato.pipeline.TextToImage;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.ResidentMemory;
import io.sfumato.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A model in memory, ready to make pictures. */
public final class Model implements AutoCloseable {
    private final ModelDescription description;
    private final ModelParts parts;
    private final Tokenizers tokenizers;
    private final Origin origin;

    private Model(ModelDescription description, ModelParts parts, Tokenizers tokenizers, Origin origin) {
        this.description = description;
        this.parts = parts;
        this.tokenizers = tokenizers;
        this.origin = origin;
    }

    /**
     * Builds the parts of a description, and has them filled.
     *
     * @param tokenizers closed with the model, and where this fails
     */
    public static Model load(
            ModelDescription description, Tokenizers tokenizers, Origin origin, Consumer<ModelParts> filling) {
        try {
            Shape latents = description.latents(1);
            ModelParts parts = filled(description, tokenizers, origin, filling);
            // outside of the region that they were filled in: what is laid out is freed bit by bit
            parts.closedOnFailure(() -> parts.fix(origin.arithmetic(), latents));
            return new Model(description, parts, tokenizers, origin);
        } catch (RuntimeException e) {
            tokenizers.close();
            throw e;
        }
    }

    private static ModelParts filled(
            ModelDescription description, Tokenizers tokenizers, Origin origin, Consumer<ModelParts> filling) {
        Init blank = new Init.Blank(origin.arithmetic().kept());
        try (Region region = Region.open()) {
            ModelParts parts = ModelParts.build(
                    description, blank, tokenizers, origin.arithmetic().compute());
            parts.closedOnFailure(() -> {
                filling.accept(parts);
                origin.adaptation().apply(parts);
            });
            return parts;
        }
    }

    public String name() {
        return description.name();
    }

    /** What tells its weights from others. */
    public Fingerprint fingerprint() {
        return origin.weights();
    }

    /** The first ten hexadecimal digits of the weight file's SHA-256. */
    public String hash() {
        return origin.weights().digits();
    }

    public GenerationDefaults defaults() {
        return description.defaults();
    }

    public ModelDescription description() {
        return description;
    }

    /** Its networks. */
    public ModelParts parts() {
        return parts;
    }

    /** What it splits words with. */
    public Tokenizers tokenizers() {
        return tokenizers;
    }

    /** Where the networks are, and the precision that they compute in. */
    public Placement compute() {
        return arithmetic().compute();
    }

    /** What the networks calculate with. */
    public Arithmetic arithmetic() {
        return origin.arithmetic();
    }

    public FirstStage firstStage() {
        return parts.firstStage().firstStage(description.scaling(), compute());
    }

    public TextToImage textToImage() {
        return new TextToImage(latentDiffusion());
    }

    public LatentDiffusion latentDiffusion() {
        return latentDiffusion(description, parts, compute());
    }

    /** Joins networks to the paper's model. */
    public static LatentDiffusion latentDiffusion(ModelDescription description, ModelParts parts, Placement compute) {
        return new LatentDiffusion(
                parts.conditioning().conditioner(),
                new Preconditioned(new MixedPrecision(parts.network(), compute), description.preconditioning()),
                description.preconditioning().table(),
                parts.firstStage().firstStage(description.scaling(), compute),
                compute,
                description.unet().sideMultiple());
    }

    /** What was added to its weights when it was opened. */
    public List<Added> added() {
        return origin.adaptation().added();
    }

    /** Writes it as a model folder, its weights in half precision (float16); what was added to them is noted there. */
    public void write(Path folder) {
        if (parts.unet().fixed().isPresent()) {
            throw new IllegalStateException("a model whose weights were laid out to be used cannot be written");
        }
        ModelDescription noted = description;
        for (Added each : added()) {
            noted = noted.with(freeKey(noted), each.told());
        }
        ModelFolder.write(folder, noted, parts, tokenizers);
    }

    private static String freeKey(ModelDescription noted) {
        int number = 1;
        while (noted.provenance().containsKey("added_" + number)) {
            number++;
        }
        return "added_" + number;
    }

    /** Frees its weights: another model may need the memory. */
    @Override
    public void close() {
        parts.close();
        tokenizers.close();
        ResidentMemory.giveBack();
    }
}
