package io.sfumato.train.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sfumato.adversarial.AdversarialLoss;
import io.sfumato.data.Framing;
import io.sfumato.diffusion.Distance;
import io.sfumato.image.Resampling;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the published configurations say their models were trained, beside what the recipes of the same models say. */
class PublishedTrainingTest {
    private static final int DISCRIMINATOR_LAYERS = 3; // where the configuration is silent

    static Stream<String> autoencoders() {
        return names().filter(name -> name.startsWith("table-8"));
    }

    static Stream<String> diffusionModels() {
        return names().filter(name -> !name.startsWith("table-8"));
    }

    private static Stream<String> names() {
        return PaperRecipes.names().stream().filter(name -> configuration(name).isPresent());
    }

    private static Optional<String> configuration(String name) {
        return PaperRecipes.read(name).source().orElseThrow().configuration();
    }

    private static JsonNode published(String name) {
        String resource = "/official/ldm__" + configuration(name).orElseThrow().replace("/", "__") + ".yaml";
        try (InputStream file =
                Objects.requireNonNull(PublishedTrainingTest.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper(new YAMLFactory()).readTree(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record Autoencoder(Reconstruction reconstruction, Schedule schedule) {
        static Autoencoder of(FirstStageRecipe recipe) {
            return recipe instanceof FirstStageRecipe.Kl kl
                    ? new Autoencoder(kl.reconstruction(), kl.schedule())
                    : new Autoencoder(
                            ((FirstStageRecipe.Vq) recipe).reconstruction(), ((FirstStageRecipe.Vq) recipe).schedule());
        }
    }

    @ParameterizedTest
    @MethodSource("autoencoders")
    void anAutoencoderLearnsByThePublishedLossBatchAndRate(String name) {
        JsonNode published = published(name);
        Recipe recipe = PaperRecipes.read(name);
        Autoencoder autoencoder = Autoencoder.of(recipe.firstStage());
        JsonNode loss = published.at("/model/params/lossconfig/params");
        assertThat(autoencoder.reconstruction())
                .isEqualTo(new Reconstruction.Adversarial(
                        1,
                        Optional.empty(),
                        new Reconstruction.Discriminator(
                                loss.get("disc_start").asLong(),
                                loss.get("disc_weight").asDouble(),
                                loss.path("disc_num_layers").asInt(DISCRIMINATOR_LAYERS),
                                AdversarialLoss.HINGE)));
        if (recipe.firstStage() instanceof FirstStageRecipe.Kl kl) {
            assertThat(kl.klWeight()).isEqualTo(loss.get("kl_weight").asDouble());
        } else {
            assertThat(((FirstStageRecipe.Vq) recipe.firstStage()).codebookWeight())
                    .isEqualTo(loss.get("codebook_weight").asDouble());
        }
        int batch = published.at("/data/params/batch_size").asInt();
        assertThat(autoencoder.schedule().batch()).isEqualTo(batch);
        assertThat(peak(autoencoder.schedule())).isCloseTo(batch * base(published), within(1e-12));
        JsonNode pictures = published.at("/data/params/train/params");
        OptionalInt side =
                pictures.has("size") ? OptionalInt.of(pictures.get("size").asInt()) : OptionalInt.empty();
        Resampling resampling = side.isPresent() ? Resampling.TWO_NEAREST : Resampling.BICUBIC;
        assertThat(recipe.data().framing())
                .isEqualTo(new Framing(pictures.get("crop_size").asInt(), new Framing.Anywhere(side), 0, resampling));
    }

    private static double base(JsonNode published) {
        return published.at("/model/base_learning_rate").asDouble();
    }

    private static double peak(Schedule schedule) {
        return ((LearningRate.Constant) schedule.learningRate()).peak();
    }

    @ParameterizedTest
    @MethodSource("diffusionModels")
    void aDiffusionModelLearnsByThePublishedDistanceBatchAndRate(String name) {
        JsonNode published = published(name);
        DiffusionRecipe diffusion = PaperRecipes.read(name).diffusion().orElseThrow();
        String distance = published.at("/model/params/loss_type").asText("l2");
        assertThat(diffusion.distance()).isEqualTo(distance.equals("l1") ? Distance.L1 : Distance.L2);
        JsonNode batch = published.at("/data/params/batch_size");
        if (!batch.isMissingNode()) {
            assertThat(diffusion.schedule().batch()).isEqualTo(batch.asInt());
            boolean scaled = !name.endsWith("churches-ldm-8"); // its base rate is the rate, as table 12 has it
            double expected = base(published) * (scaled ? batch.asInt() : 1);
            assertThat(peak(diffusion.schedule())).isCloseTo(expected, within(1e-12));
        }
    }
}
