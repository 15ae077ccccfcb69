package io.sfumato.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sfumato.diffusion.LossWeighting;
import io.sfumato.model.SpecJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads recipes. */
final class RecipeFile {
    private RecipeFile() {}

    static Recipe read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RecipeException(file + " cannot be read: there is no such file. Expected a recipe in YAML");
        }
        try {
            Recipe recipe = mapper().readValue(file.toFile(), Recipe.class);
            if (recipe == null) {
                throw new RecipeException(file + " is empty, expected a recipe in YAML");
            }
            RecipeFit.check(recipe);
            return recipe;
        } catch (JsonProcessingException e) {
            throw new RecipeException(file + line(e) + ": " + SpecJson.complaint(e), e);
        } catch (IllegalArgumentException e) {
            throw new RecipeException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RecipeException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    }

    private static ObjectMapper mapper() {
        return SpecJson.mapper(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .addMixIn(LearningRate.class, LearningRateTags.class)
                .addMixIn(LossWeighting.class, LossWeightingTags.class);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LearningRate.Constant.class, name = "constant"),
        @JsonSubTypes.Type(value = LearningRate.Cosine.class, name = "cosine")
    })
    private interface LearningRateTags {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LossWeighting.Uniform.class, name = "uniform"),
        @JsonSubTypes.Type(value = LossWeighting.MinSnr.class, name = "min_snr")
    })
    private interface LossWeightingTags {}
}
