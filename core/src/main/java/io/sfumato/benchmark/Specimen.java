package io.sfumato.benchmark;

import io.sfumato.condition.ClassLabel;
import io.sfumato.condition.Condition;
import io.sfumato.condition.Cue;
import io.sfumato.condition.Nothing;
import io.sfumato.condition.TokenIds;
import io.sfumato.diffusion.MixedPrecision;
import io.sfumato.diffusion.Network;
import io.sfumato.firststage.FirstStage;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import java.util.Collections;

/**
 * A model with random weights: what takes time does not depend on what they have learned.
 *
 * @param compute where it is, and the precision that it computes in
 */
public record Specimen(ModelDescription description, ModelParts parts, Placement compute) implements AutoCloseable {
    /** Builds it. */
    public static Specimen of(ModelDescription description, Arithmetic arithmetic) {
        ModelParts parts = built(description, arithmetic);
        parts.closedOnFailure(() -> parts.fix(arithmetic, description.latents(1)));
        return new Specimen(description, parts, arithmetic.compute());
    }

    private static ModelParts built(ModelDescription description, Arithmetic arithmetic) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(0)) {
            Placement compute = arithmetic.compute();
            Init drawn = new Init.Drawn(rng, arithmetic.kept());
            return ModelParts.build(description, drawn, Tokenizers.NONE, compute);
        }
    }

    /** Something that it hears. */
    Cue cue() {
        ConditionerSpec conditioner = description.conditioner();
        if (conditioner instanceof ConditionerSpec.ClassToken || conditioner instanceof ConditionerSpec.Label) {
            return new ClassLabel(1);
        }
        if (conditioner instanceof ConditionerSpec.Text text) {
            return words(text.sizes().transformer().window());
        }
        if (conditioner instanceof ConditionerSpec.ClipText clip) {
            return words(clip.sizes().window());
        }
        if (conditioner instanceof ConditionerSpec.Unconditional) {
            return new Nothing();
        }
        throw new IllegalArgumentException("nothing is known to say to a model that hears " + conditioner);
    }

    private static Cue words(int window) {
        return new TokenIds(Collections.nCopies(window, 1L));
    }

    /** The U-Net, in the precision that is computed in, whatever that of what it hears. */
    public Network network() {
        return new MixedPrecision(parts.network(), compute);
    }

    /** The first stage, in that precision. */
    public FirstStage firstStage() {
        return parts.firstStage().firstStage(description.scaling(), compute);
    }

    /** The same for several pictures, as a condition for the U-Net. */
    public Condition condition(int batch) {
        return parts.conditioning().conditioner().encode(Collections.nCopies(batch, cue()));
    }

    /** Of latents of the size that the model was made for, [N, C, h, w]. */
    public Shape latents(int batch) {
        return description.latents(batch);
    }

    /** Of pixels of that size, [N, 3, H, W]. */
    Shape pixels(int batch) {
        return Shape.of(
                batch,
                3,
                description.defaults().height(),
                description.defaults().width());
    }

    /** Whether it hears anything. */
    boolean hears() {
        return !(cue() instanceof Nothing);
    }

    @Override
    public void close() {
        parts.close();
    }
}
