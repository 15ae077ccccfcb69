package io.sfumato.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioning;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.diffusion.X0Prediction;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.UnknownIndex;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How specifications are written: snake_case, sealed types under a closed {@code "type"} tag, unknown and missing keys
 * refused. The specifications themselves know nothing of it.
 */
public final class SpecJson {
    /** An exception of ours, which says enough. */
    private static final Pattern OWN_COMPLAINT = Pattern.compile("Cannot construct instance of .*, problem: (.*)");

    private static final Pattern MISSING = Pattern.compile("Missing (?:required )?creator property .*");

    private SpecJson() {}

    /** A mapper over JSON or YAML ({@code factory}) that reads and writes specifications. */
    public static ObjectMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build()
                .registerModule(new Jdk8Module())
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .addMixIn(UNetSpec.Attention.class, AttentionTags.class)
                .addMixIn(UNetSpec.HeadCount.class, HeadCountTags.class)
                .addMixIn(UNetSpec.Whole.class, WholeTags.class)
                .addMixIn(FirstStageSpec.class, FirstStageTags.class)
                .addMixIn(UnknownIndex.class, UnknownIndexTags.class)
                .addMixIn(ConditionerSpec.class, ConditionerTags.class)
                .addMixIn(Preconditioning.class, PreconditioningTags.class)
                .addMixIn(BetaSchedule.class, BetaScheduleTags.class)
                .addMixIn(ModelDescription.class, ModelDescriptionProperties.class)
                .addMixIn(NoiseTable.class, NoiseTableProperties.class)
                .addMixIn(SamplerChoice.class, SamplerChoiceText.class);
    }

    /** A mapper over JSON that refuses duplicate keys. */
    public static ObjectMapper json() {
        ObjectMapper mapper = mapper(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .setInjectableValues(ModelDefaults.VALUES);
        mapper.setAnnotationIntrospector(AnnotationIntrospector.pair(
                mapper.getDeserializationConfig().getAnnotationIntrospector(), new ModelDefaults()));
        return mapper;
    }

    /** What is wrong, after the path of the key where it is: {@code "unet.width: …"}. */
    public static String complaint(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String problem = plain(e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
        return path.isEmpty() ? problem : path + ": " + problem;
    }

    /** What Jackson says, without its own names for things. */
    private static String plain(String problem) {
        Matcher own = OWN_COMPLAINT.matcher(problem);
        if (own.matches()) {
            return own.group(1);
        }
        return MISSING.matcher(problem).matches() ? "missing, expected a value" : problem;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = UNetSpec.SelfAttention.class, name = "self"),
        @JsonSubTypes.Type(value = UNetSpec.CrossAttention.class, name = "cross")
    })
    private interface AttentionTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = UNetSpec.FixedHeads.class, name = "fixed"),
        @JsonSubTypes.Type(value = UNetSpec.HeadWidth.class, name = "width")
    })
    private interface HeadCountTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = UNetSpec.VectorOfWidth.class, name = "vector"),
        @JsonSubTypes.Type(value = UNetSpec.ClassOf.class, name = "class")
    })
    private interface WholeTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = FirstStageSpec.Kl.class, name = "kl"),
        @JsonSubTypes.Type(value = FirstStageSpec.Vq.class, name = "vq"),
        @JsonSubTypes.Type(value = FirstStageSpec.RemappedVq.class, name = "remapped_vq")
    })
    private interface FirstStageTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = UnknownIndex.Random.class, name = "random"),
        @JsonSubTypes.Type(value = UnknownIndex.Extra.class, name = "extra"),
        @JsonSubTypes.Type(value = UnknownIndex.Fixed.class, name = "fixed")
    })
    private interface UnknownIndexTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ConditionerSpec.Unconditional.class, name = "none"),
        @JsonSubTypes.Type(value = ConditionerSpec.ClassToken.class, name = "class_token"),
        @JsonSubTypes.Type(value = ConditionerSpec.Label.class, name = "label"),
        @JsonSubTypes.Type(value = ConditionerSpec.Text.class, name = "text"),
        @JsonSubTypes.Type(value = ConditionerSpec.ClipText.class, name = "clip_text"),
        @JsonSubTypes.Type(value = ConditionerSpec.Layout.class, name = "layout"),
        @JsonSubTypes.Type(value = ConditionerSpec.SemanticMap.class, name = "semantic_map"),
        @JsonSubTypes.Type(value = ConditionerSpec.LowResolution.class, name = "low_resolution"),
        @JsonSubTypes.Type(value = ConditionerSpec.MaskedPicture.class, name = "masked_picture"),
        @JsonSubTypes.Type(value = ConditionerSpec.Embeddings.class, name = "embeddings"),
        @JsonSubTypes.Type(value = ConditionerSpec.Both.class, name = "both")
    })
    private interface ConditionerTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = EpsPrediction.class, name = "eps"),
        @JsonSubTypes.Type(value = VPrediction.class, name = "v"),
        @JsonSubTypes.Type(value = X0Prediction.class, name = "x0")
    })
    private interface PreconditioningTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = BetaSchedule.ScaledLinear.class, name = "scaled_linear"),
        @JsonSubTypes.Type(value = BetaSchedule.Linear.class, name = "linear"),
        @JsonSubTypes.Type(value = BetaSchedule.SquareRoot.class, name = "square_root"),
        @JsonSubTypes.Type(value = BetaSchedule.Cosine.class, name = "cosine"),
        @JsonSubTypes.Type(value = BetaSchedule.ZeroTerminalSnr.class, name = "zero_terminal_snr")
    })
    private interface BetaScheduleTags {}

    /** A choice is written as its name. */
    private abstract static class SamplerChoiceText {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static SamplerChoice parse(String name) {
            return SamplerChoice.parse(name);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }

    /** What is not known is not written. */
    @SuppressWarnings("UnusedMethod") // Jackson reads their annotations
    private interface ModelDescriptionProperties {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> classes();

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<ModelDescription.Absence> absence();
    }

    /** A table is written as what it is made from. */
    @JsonAutoDetect(
            fieldVisibility = JsonAutoDetect.Visibility.NONE,
            getterVisibility = JsonAutoDetect.Visibility.NONE,
            isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    @JsonIgnoreProperties
    private abstract static class NoiseTableProperties {
        @JsonCreator
        static NoiseTable of(
                @JsonProperty("schedule") BetaSchedule schedule, @JsonProperty("timesteps") int timesteps) {
            return NoiseTable.of(schedule, timesteps);
        }

        @JsonProperty("schedule")
        abstract BetaSchedule schedule();

        @JsonProperty("timesteps")
        abstract int timesteps();
    }
}
