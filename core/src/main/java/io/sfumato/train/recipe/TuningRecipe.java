package io.sfumato.train.recipe;

import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noising;
import io.sfumato.lora.LoraPart;
import io.sfumato.lora.LoraSpec;
import io.sfumato.model.Precision;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a model that is there goes on learning. All sizes, the first stage, the words and what the network predicts are those of the
 * model. A recipe need not say {@code weighting} (then uniform), {@code distance} (l2), {@code noising} (every timestep equally often)
 * and {@code dropout} (0).
 *
 * @param model which it starts from
 * @param learns what of it learns
 * @param dropout share of the features that each residual block forgets while it learns
 * @param conditionDropout share of conditions replaced by none; 0 for models that always need one
 * @param previewPrompts what it is asked while it learns
 */
public record TuningRecipe(
        String name,
        long seed,
        Precision precision,
        DataRecipe data,
        BaseModel model,
        Learns learns,
        LossWeighting weighting,
        Distance distance,
        Noising noising,
        double dropout,
        double conditionDropout,
        Schedule schedule,
        List<String> previewPrompts)
        implements RunRecipe {

    public TuningRecipe {
        previewPrompts = List.copyOf(previewPrompts);
        DiffusionRecipe.checkShares(dropout, conditionDropout);
    }

    /** Reads a recipe. Throws {@link RecipeException} where it is not one. */
    public static TuningRecipe read(Path file) {
        return RecipeFile.parse(file, TuningRecipe.class);
    }

    @Override
    public TuningRecipe resolved(Path file) {
        return this; // it refers to nothing beside it
    }

    @Override
    public List<Schedule> schedules() {
        return List.of(schedule);
    }

    @Override
    public TuningRecipe in(Precision other) {
        return new TuningRecipe(
                name,
                seed,
                other,
                data,
                model,
                learns,
                weighting,
                distance,
                noising,
                dropout,
                conditionDropout,
                schedule,
                previewPrompts);
    }

    /** What is asked of the network. */
    public Denoising denoising() {
        return new Denoising(weighting, distance, noising, 0);
    }

    /** What of a model learns. */
    public sealed interface Learns {}

    /** Weights themselves; what comes of it is a model. */
    public record Full(DiffusionRecipe.Learning unet, DiffusionRecipe.Learning conditioner) implements Learns {
        public Full {
            if (unet == DiffusionRecipe.Learning.FROZEN && conditioner == DiffusionRecipe.Learning.FROZEN) {
                throw new IllegalArgumentException(
                        "learns has everything frozen, expected unet or conditioner trained");
            }
        }
    }

    /**
     * Low-rank updates beside the weights, which stay as they are; what comes of it are files of these updates.
     *
     * @param unet written {@code null} where nothing of it learns
     * @param conditioner the text encoder; written {@code null} where nothing of it learns
     */
    public record Lora(Optional<LoraSpec> unet, Optional<LoraSpec> conditioner) implements Learns {
        public Lora {
            if (unet.isEmpty() && conditioner.isEmpty()) {
                throw new IllegalArgumentException(
                        "learns has no updates, expected unet or conditioner to have a rank, an alpha and a reach");
            }
        }

        /** The updates of each network. */
        public Map<LoraPart, LoraSpec> specs() {
            Map<LoraPart, LoraSpec> specs = new EnumMap<>(LoraPart.class);
            unet.ifPresent(spec -> specs.put(LoraPart.UNET, spec));
            conditioner.ifPresent(spec -> specs.put(LoraPart.TEXT, spec));
            return specs;
        }
    }
}
