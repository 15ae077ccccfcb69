package io.sfumato.model;

import io.sfumato.condition.text.Tokenizer;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Preconditioned;
import io.sfumato.firststage.FirstStage;
import io.sfumato.pipeline.LatentDiffusion;
import io.sfumato.pipeline.TextToImage;
import io.sfumato.tensor.DType;
import java.util.Optional;

/** A model in memory, ready to make pictures. */
public final class Model implements AutoCloseable {
    private final ModelDescription description;
    private final ModelParts parts;
    private final Optional<Tokenizer> tokenizer;
    private final DType compute;
    private final Fingerprint fingerprint;

    Model(
            ModelDescription description,
            ModelParts parts,
            Optional<Tokenizer> tokenizer,
            DType compute,
            Fingerprint fingerprint) {
        this.description = description;
        this.parts = parts;
        this.tokenizer = tokenizer;
        this.compute = compute;
        this.fingerprint = fingerprint;
    }

    public String name() {
        return description.name();
    }

    /** The first ten hexadecimal digits of the weight file's SHA-256. */
    public String hash() {
        return fingerprint.digits();
    }

    public GenerationDefaults defaults() {
        return description.defaults();
    }

    public ModelDescription description() {
        return description;
    }

    /** The precision that the networks compute in. */
    public DType compute() {
        return compute;
    }

    public FirstStage firstStage() {
        return parts.firstStage().firstStage(description.scaling(), compute);
    }

    public TextToImage textToImage() {
        return new TextToImage(latentDiffusion());
    }

    public LatentDiffusion latentDiffusion() {
        return latentDiffusion(description, parts, compute);
    }

    /** Joins networks to the paper's model. */
    public static LatentDiffusion latentDiffusion(ModelDescription description, ModelParts parts, DType compute) {
        return new LatentDiffusion(
                parts.conditioning().conditioner(),
                new Preconditioned(new MixedPrecision(parts.unet(), compute), description.preconditioning()),
                description.preconditioning().table(),
                parts.firstStage().firstStage(description.scaling(), compute),
                description.unet().factor());
    }

    @Override
    public void close() {
        parts.close();
        tokenizer.ifPresent(Tokenizer::close);
    }
}
