package io.sfumato.train.recipe;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.data.Framing;
import io.sfumato.data.degradation.Resampled;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.Noising;
import io.sfumato.image.Resampling;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a recipe need not say, and what then holds. Everything else has to be said. */
final class RecipeDefaults extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    /** By the part of the recipe, and by the component of its records. */
    private static final Map<Class<?>, Map<String, Object>> DEFAULTS = Map.ofEntries(
            Map.entry(
                    DataRecipe.class,
                    Map.of(
                            "heldOut",
                            0.02,
                            "names",
                            List.of(),
                            "pictures",
                            "images",
                            "maps",
                            "labels",
                            "shift",
                            0,
                            "least",
                            1,
                            "most",
                            30,
                            "leastArea",
                            0.0,
                            "degradation",
                            new Resampled(Resampling.BICUBIC),
                            "validation",
                            Optional.empty())),
            Map.entry(Made.class, Map.of("degradation", new Resampled(Resampling.BICUBIC))),
            Map.entry(
                    ConditionerRecipe.GivenClip.class,
                    Map.of("tokenizer", Optional.empty(), "model", ClipTextSpec.VIT_L_14)),
            Map.entry(Framing.class, Map.of("flip", 0.0, "resampling", Resampling.BICUBIC)),
            Map.entry(Framing.Cut.class, Map.of("shortestSide", OptionalInt.empty())),
            Map.entry(FirstStageRecipe.class, Map.of("start", Optional.empty())),
            Map.entry(Reconstruction.class, Map.of("recogniser", Optional.empty())),
            Map.entry(Reconstruction.Discriminator.class, Map.of("loss", AdversarialLoss.HINGE)),
            Map.entry(
                    DiffusionRecipe.class,
                    Map.of(
                            "noising",
                            Noising.PLAIN,
                            "boundWeight",
                            0.0,
                            "logVariance",
                            new DiffusionRecipe.Fixed(),
                            "conditionerLearning",
                            DiffusionRecipe.Learning.TRAINED,
                            "averaged",
                            DiffusionRecipe.Averaged.EVERYTHING)),
            Map.entry(
                    TuningRecipe.class,
                    Map.of(
                            "weighting",
                            new LossWeighting.Uniform(),
                            "distance",
                            Distance.L2,
                            "noising",
                            Noising.PLAIN,
                            "dropout",
                            0.0)),
            Map.entry(
                    BaseModel.class,
                    Map.of(
                            "config",
                            Optional.empty(),
                            "tokenizer",
                            Optional.empty(),
                            "weights",
                            Weights.AUTO,
                            "heads",
                            HeadRule.CONFIGURED)),
            Map.entry(
                    Schedule.class,
                    Map.of(
                            "accumulation",
                            1,
                            "activations",
                            Schedule.Activations.KEPT,
                            "keepImages",
                            OptionalLong.empty())));

    /** The same, as Jackson takes them. */
    static final InjectableValues VALUES = values();

    private static InjectableValues values() {
        InjectableValues.Std values = new InjectableValues.Std();
        DEFAULTS.forEach(
                (part, components) -> components.forEach((name, value) -> values.addValue(key(part, name), value)));
        return values;
    }

    private static String key(Class<?> part, String component) {
        return part.getSimpleName() + "." + component;
    }

    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
        Class<?> type = member.getDeclaringClass();
        if (!type.isRecord() || !(member instanceof AnnotatedParameter parameter)) {
            return null;
        }
        String component = type.getRecordComponents()[parameter.getIndex()].getName();
        return DEFAULTS.entrySet().stream()
                .filter(part ->
                        part.getKey().isAssignableFrom(type) && part.getValue().containsKey(component))
                .map(part -> JacksonInject.Value.forId(key(part.getKey(), component)))
                .findFirst()
                .orElse(null);
    }
}
