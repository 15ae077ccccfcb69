package io.sfumato.train.recipe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sfumato.data.Framing;
import io.sfumato.data.degradation.Degradation;
import io.sfumato.diffusion.Distance;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.diffusion.NoiseDistribution;
import io.sfumato.model.SpecJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How recipes are written: as specifications are; the {@code type} of a recipe's own kinds is their name in snake_case. */
public final class RecipeJson {
    private static final List<Class<?>> KINDS = List.of(
            DataRecipe.class,
            Made.class,
            Framing.Cut.class,
            Degradation.class,
            FirstStageRecipe.class,
            Reconstruction.class,
            ConditionerRecipe.class,
            DiffusionRecipe.Scaling.class,
            DiffusionRecipe.Start.class,
            DiffusionRecipe.LogVariance.class,
            TuningRecipe.Learns.class,
            NoiseDistribution.class,
            LearningRate.class,
            AverageRecipe.class,
            Source.Guiding.class);

    private RecipeJson() {}

    /** The {@code type} of a part of a recipe, as its file has it. */
    public static String type(Object part) {
        return typeOf(part.getClass());
    }

    /** The {@code type} of a kind of part. */
    public static String typeOf(Class<?> kind) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(kind.getSimpleName());
    }

    static ObjectMapper mapper() {
        ObjectMapper mapper = SpecJson.mapper(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .addMixIn(LossWeighting.class, LossWeightingTags.class)
                .registerModule(new SimpleModule()
                        .addKeyDeserializer(Measure.class, new Words())
                        .addKeySerializer(Measure.class, new Word())
                        .addDeserializer(Distance.class, new DistanceReader())
                        .addSerializer(new DistanceWriter()))
                .setInjectableValues(RecipeDefaults.VALUES);
        mapper.configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true);
        mapper.setAnnotationIntrospector(AnnotationIntrospector.pair(
                mapper.getDeserializationConfig().getAnnotationIntrospector(), new RecipeDefaults()));
        for (Class<?> kind : KINDS) {
            mapper.addMixIn(kind, Tagged.class);
            concrete(kind).forEach(each -> mapper.registerSubtypes(new NamedType(each, typeOf(each))));
        }
        return mapper;
    }

    /** The records of a sealed type, however deep they lie. */
    private static Stream<Class<?>> concrete(Class<?> kind) {
        return kind.isSealed()
                ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(RecipeJson::concrete)
                : Stream.of(kind);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface Tagged {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LossWeighting.Uniform.class, name = "uniform"),
        @JsonSubTypes.Type(value = LossWeighting.MinSnr.class, name = "min_snr"),
        @JsonSubTypes.Type(value = LossWeighting.SoftMinSnr.class, name = "soft_min_snr"),
        @JsonSubTypes.Type(value = LossWeighting.P2.class, name = "p2")
    })
    private interface LossWeightingTags {}

    private static final class Word extends JsonSerializer<Measure> {
        @Override
        public void serialize(Measure measure, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeFieldName(measure.word());
        }
    }

    private static final class Words extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            return Arrays.stream(Measure.values())
                    .filter(measure -> measure.word().equals(key))
                    .findFirst()
                    .orElseThrow(() -> JsonMappingException.from(
                            context, "'" + key + "' is not measured here, expected one of " + Measure.words()));
        }
    }
}
