package io.sfumato.reference;

import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state dict of a model of the reference, without the buffers of its noise schedule.
 *
 * @param shapes of each entry under the reference's key
 * @param counts how many numbers each part learns
 * @param unsized keys of further entries, whose shapes only the checkpoint knows
 */
public record StateDict(Map<String, Shape> shapes, ParameterCounts counts, Set<String> unsized) {
    public StateDict {
        unsized = Set.copyOf(unsized);
        shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    }

    private static final Init NOWHERE = new Init.Blank(new Placement(Device.META, DType.FLOAT32));
    private static final Shape SCALAR = Shape.of();

    /** Whether a checkpoint may hold {@code key}: it is an entry, or something that the reference keeps and nobody uses. */
    public boolean explains(String key) {
        return shapes.containsKey(key)
                || unsized.contains(key)
                || ReferenceKeys.isUnused(key)
                || ReferenceKeys.isClipText(key);
    }

    static StateDict of(ReferenceConfig.Autoencoder config) {
        try (Region region = Region.open();
                Module network = config.firstStage().build(NOWHERE)) {
            return withUsed(
                    shapes(network, ""),
                    new ParameterCounts(0, network.parameterCount(), 0),
                    config.firstStage(),
                    config.remapped().isPresent() ? Set.of(ReferenceKeys.USED) : Set.of());
        }
    }

    static StateDict of(ReferenceConfig.Diffusion config) {
        try (Region region = Region.open();
                ModelParts parts =
                        ModelParts.build(config.description(), NOWHERE, Tokenizers.NONE, Placement.FLOAT32)) {
            Map<String, Shape> unet = shapes(parts.unet(), ReferenceKeys.UNET);
            Map<String, Shape> firstStage = shapes(parts.firstStage(), ReferenceKeys.FIRST_STAGE);
            Map<String, Shape> conditioner = conditioner(parts);
            conditioner.putAll(unused(config.description().conditioner(), firstStage));
            Map<String, Shape> all = new LinkedHashMap<>(unet);
            if (config.extras().averages() == ReferenceConfig.Averages.KEPT) {
                all.put(ReferenceKeys.AVERAGED + "decay", SCALAR);
                all.put(ReferenceKeys.AVERAGED + "num_updates", SCALAR);
                unet.forEach((key, shape) -> all.put(ReferenceKeys.averaged(key), shape));
            }
            if (config.extras().losses() == ReferenceConfig.LossWeights.LEARNT) {
                int timesteps = config.description().preconditioning().table().timesteps();
                all.put(ReferenceKeys.LOSS_WEIGHTS, Shape.of(timesteps));
            }
            if (config.extras().scale() == ReferenceConfig.Scale.IN_CHECKPOINT) {
                all.put(ReferenceKeys.SCALE, SCALAR);
            }
            all.putAll(firstStage);
            all.putAll(conditioner);
            return withUsed(
                    all,
                    new ParameterCounts(count(unet), count(firstStage), count(conditioner)),
                    config.description().firstStage(),
                    config.extras().remapped().isPresent() ? used(config) : Set.of());
        }
    }

    /** A conditioner that is the first stage once more has its list once more. */
    private static Set<String> used(ReferenceConfig.Diffusion config) {
        String used = ReferenceKeys.FIRST_STAGE + ReferenceKeys.USED;
        return config.description().conditioner() instanceof ConditionerSpec.MaskedPicture
                ? Set.of(used, ReferenceKeys.CONDITIONER + ReferenceKeys.USED)
                : Set.of(used);
    }

    /** With the lists of the codebook's entries in use, which are no parameters. */
    private static StateDict withUsed(
            Map<String, Shape> shapes, ParameterCounts counts, FirstStageSpec firstStage, Set<String> keys) {
        if (!(firstStage instanceof FirstStageSpec.RemappedVq vq)) {
            return new StateDict(shapes, counts, keys);
        }
        keys.forEach(key -> shapes.put(key, Shape.of(vq.remap().used().size())));
        return new StateDict(shapes, counts, Set.of());
    }

    /** None of CLIP: the configuration names a model that is kept elsewhere, its sizes are in the checkpoint. */
    private static Map<String, Shape> conditioner(ModelParts parts) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        parts.conditioning().network().parameters().forEach((name, tensor) -> {
            String ours = parts.conditioning().prefix() + name;
            shapes.put(ReferenceKeys.of(ours, parts.conditioning()), tensor.shape());
        });
        shapes.keySet().removeIf(ReferenceKeys::isClipText);
        return shapes;
    }

    private static Map<String, Shape> shapes(Module module, String prefix) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        module.parameters().forEach((name, tensor) -> shapes.put(prefix + name, tensor.shape()));
        return shapes;
    }

    private static long count(Map<String, Shape> shapes) {
        return shapes.values().stream().mapToLong(Shape::elements).sum();
    }

    /** What the reference keeps of a conditioner and never uses: BERT's head, and a second copy of a first stage. */
    private static Map<String, Shape> unused(ConditionerSpec conditioner, Map<String, Shape> firstStage) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        if (conditioner instanceof ConditionerSpec.MaskedPicture) {
            firstStage.forEach((key, shape) ->
                    shapes.put(ReferenceKeys.CONDITIONER + key.substring(ReferenceKeys.FIRST_STAGE.length()), shape));
        }
        String head = ReferenceKeys.inside(conditioner) + ReferenceKeys.TO_LOGITS;
        bert(conditioner.inside()).ifPresent(sizes -> {
            shapes.put(head + "weight", Shape.of(sizes.vocabulary(), sizes.width()));
            shapes.put(head + "bias", Shape.of(sizes.vocabulary()));
        });
        return shapes;
    }

    private static Optional<TextTransformerSpec> bert(ConditionerSpec conditioner) {
        if (conditioner instanceof ConditionerSpec.Text text) {
            return Optional.of(text.sizes().transformer());
        }
        return conditioner instanceof ConditionerSpec.Layout layout ? Optional.of(layout.sizes()) : Optional.empty();
    }
}
