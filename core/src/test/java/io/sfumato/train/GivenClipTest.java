package io.sfumato.train;

import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.condition.clip.ClipFiles;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelFolder;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new U-Net learns to hear a CLIP that was trained before. */
@ExtendWith(NoLeaks.class)
class GivenClipTest {
    private static final ClipTextSpec SIZES =
            new ClipTextSpec(49_408, 8, 64, 1, 1, 32, ClipTextSpec.Activation.QUICK_GELU);
    private static final String OWN = "{type: own_words, window: 8, width: 16, layers: 1, pooling: none, sketch: null}";

    @TempDir
    private Path folder;

    private Path clip;

    @BeforeEach
    void writeDataAndClip() throws IOException {
        TinyKinds.write(folder);
        clip = Files.createDirectories(folder.resolve("clip/text_encoder"));
        ClipFiles.open(Files.createDirectories(folder.resolve("clip/tokenizer")))
                .close();
        configure("");
        writeWeights(1);
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                clip.resolve("config.json"),
                "{\"model_type\": \"clip\", \"text_config\": {\"hidden_act\": \"quick_gelu\"" + more + "}}");
    }

    /** As those of a whole CLIP, with what looks at pictures. */
    private void writeWeights(int seed) {
        try (Region region = Region.open();
                ClipTextTransformer text = new ClipTextTransformer(SIZES, new Init.Blank(Placement.FLOAT32))) {
            RandomWeights.fill(text.parameters(), seed);
            Map<String, Tensor> tensors = new HashMap<>();
            text.parameters().forEach((name, tensor) -> tensors.put("text_model." + name, tensor.detach()));
            tensors.put("logit_scale", Tensors.zeros(Shape.of(1), Placement.FLOAT32));
            tensors.put("vision_model.post_layernorm.bias", Tensors.zeros(Shape.of(4), Placement.FLOAT32));
            Safetensors.write(clip.resolve("model.safetensors"), tensors, Map.of());
        }
    }

    private String recipe(String learning) {
        return recipe(Told.WORDS, learning);
    }

    private String recipe(Told told, String learning) {
        String text = TinyKinds.recipe(folder, told, TinyKinds.KL);
        assertThat(text).contains(OWN, "context_width: 16", "condition_dropout: 0.25");
        return text.replace(OWN, """
                        {type: given_clip, encoder: '%s', model: {vocabulary: 49408, window: 8, width: 64, layers: 1,
                        heads: 1, feed_forward: 32, activation: quick_gelu}}""".formatted(clip))
                .replace("context_width: 16", "context_width: 64")
                .replace("condition_dropout: 0.25", "condition_dropout: 0.25\n  conditioner_learning: " + learning);
    }

    private Path train(String text, String run) throws IOException {
        Path output = folder.resolve(run);
        TrainingRun.open(Files.writeString(folder.resolve(run + ".yaml"), text), output)
                .train(Session.alone(new Silent()));
        return output;
    }

    /** How far the model's is from the file's. */
    private double moved(Path run) {
        try (TensorArchive given = Safetensors.open(clip.resolve("model.safetensors"));
                TensorArchive model = Safetensors.open(ModelFolder.weights(run.resolve("model")))) {
            String name = "encoder.layers.0.mlp.fc1.weight";
            return relativeDifference(
                    model.load("clip." + name).to(Placement.FLOAT32), given.load("text_model." + name));
        }
    }

    @Test
    void itIsHeardAsItIsAndBecomesPartOfTheModel() throws IOException {
        Path run = train(recipe("frozen"), "run");
        ModelDescription model = ModelFolder.description(run.resolve("model"));
        assertThat(model.conditioner()).isEqualTo(new ConditionerSpec.ClipText(SIZES));
        assertThat(model.absence()).contains(ModelDescription.Absence.LEARNED);
        assertThat(moved(run)).as("written in half precision").isLessThan(1e-3);
        assertThat(run.resolve("samples/diffusion-000000016.png")).isNotEmptyFile();
        try (TensorArchive learned = Safetensors.open(run.resolve("checkpoints/last/model.safetensors"))) {
            assertThat(learned.names()).noneMatch(name -> name.startsWith("clip."));
        }
        assertThat(Files.readString(run.resolve("recipe.yaml"))).contains("given_clip");
    }

    /** What it has read is not kept with a run: it is read again, and means the same to the last bit. */
    @Test
    void anInterruptedRunEndsAsIfItHadNotBeen() throws IOException {
        Path whole = train(recipe("frozen"), "whole");
        Path file = Files.writeString(folder.resolve("interrupted.yaml"), recipe("frozen"));
        Path run = folder.resolve("interrupted");
        assertThatThrownBy(() -> TrainingRun.open(file, run).train(Session.alone(new Watcher("diffusion", 3))))
                .hasMessage("the power went off");
        Watcher last = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(last));
        assertThat(last.stages).containsExactly("diffusion 2/4");
        for (String name : List.of("checkpoints/last/model.safetensors", "model/model.safetensors")) {
            assertThat(Files.mismatch(run.resolve(name), whole.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    @Test
    void itMayLearnWithTheUNet() throws IOException {
        String quick = recipe("trained").replace("peak: 1.0e-3", "peak: 1.0e-2");
        assertThat(moved(train(quick, "run"))).isGreaterThan(1e-2);
    }

    @Test
    void itMayBeHeardBesideAHole() throws IOException {
        Path run = train(recipe(Told.WORDS_AND_HOLES, "frozen"), "run");
        ConditionerSpec.Both both = (ConditionerSpec.Both)
                ModelFolder.description(run.resolve("model")).conditioner();
        assertThat(both.inside()).isEqualTo(new ConditionerSpec.ClipText(SIZES));
        assertThat(moved(run)).as("written in half precision").isLessThan(1e-3);
        assertThat(run.resolve("samples/diffusion-000000016.png")).isNotEmptyFile();
    }

    private void assertDoesNotGoOn(Path run, String... complaints) {
        assertThatThrownBy(() -> TrainingRun.resume(run).train(Session.alone(new Silent())))
                .isInstanceOf(RecipeException.class)
                .hasMessageContainingAll(complaints);
    }

    @Test
    void aRunGoesOnWithTheClipThatItBeganWith() throws IOException {
        Path run = train(recipe("frozen"), "run");
        writeWeights(2);
        assertDoesNotGoOn(run, "the weights of " + clip + " have the SHA-256", "but the run began with others");
    }

    @Test
    void aRunGoesOnWithTheVocabularyThatItBeganWith() throws IOException {
        Path run = train(recipe("frozen"), "run");
        Path merges = folder.resolve("clip/tokenizer/merges.txt");
        List<String> lines = Files.readAllLines(merges);
        Collections.swap(lines, 1, 2);
        Files.write(merges, lines);
        assertDoesNotGoOn(run, "the tokenizer of diffusion.conditioner is not that which the run began with");
    }

    /** What a model has heard words with is in that model; the file that it came from may be gone. */
    @Test
    void aModelThatStartsFromAnotherHasItsClip() throws IOException {
        Path first = train(recipe("trained").replace("peak: 1.0e-3", "peak: 1.0e-2"), "first");
        Files.move(clip.resolve("model.safetensors"), folder.resolve("elsewhere.safetensors"));
        Path model = first.resolve("model");
        String second = recipe("frozen")
                .replace(
                        "start: {type: drawn}", "start: {type: fine_tuned, recipe: first.yaml, model: '" + model + "'}")
                .replace(
                        "encoder: '" + clip,
                        "tokenizer: '" + folder.resolve("clip/tokenizer") + "', encoder: 'nowhere");
        Path run = train(second, "second");
        try (TensorArchive before = Safetensors.open(ModelFolder.weights(model));
                TensorArchive after = Safetensors.open(ModelFolder.weights(run.resolve("model")))) {
            String name = "clip.encoder.layers.0.mlp.fc1.weight";
            assertThat(after.load(name).toDoubles())
                    .containsExactly(before.load(name).toDoubles());
        }
        byte[] weights = Files.readAllBytes(ModelFolder.weights(model));
        weights[weights.length - 1] ^= 1;
        Files.write(ModelFolder.weights(model), weights);
        assertDoesNotGoOn(run, "the weights of " + model + " have the SHA-256", "but the run began with others");
    }

    @Test
    void whatWeightsDoNotTellItsConfigurationDoes() throws IOException {
        configure(", \"num_attention_heads\": 2");
        assertThatThrownBy(() -> train(recipe("frozen"), "run")).hasMessageContainingAll("heads: 2", "heads: 1");
        configure(", \"layer_norm_eps\": 1e-12");
        assertThatThrownBy(() -> train(recipe("frozen"), "run"))
                .hasMessageContainingAll("config.json", "layer_norm_eps", "1.0E-5");
        configure(", \"num_attention_heads\": 3");
        assertThatThrownBy(() -> train(recipe("frozen"), "run"))
                .hasMessageContainingAll("config.json", "width is 64, expected a multiple of 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window: 8, width: 64 | window: 77, width: 64 | has {vocabulary: 49408, window: 8, | expected {vocabulary: 49408, window: 77,",
                "quick_gelu | gelu | activation: quick_gelu}, expected | activation: gelu}. Is it another CLIP? Its sizes are said in 'model' of the conditioner",
                "clip/text_encoder | clip/nowhere | nowhere is no folder | config.json and the weights of a CLIP",
                "context_width: 64 | context_width: 16 | context_width is 16, expected 64 | width of the conditioner's tokens",
            })
    void anotherClipIsRefusedBeforeAnythingIsLearned(String text, String other, String got, String expected) {
        String recipe = recipe("frozen");
        assertThat(recipe).contains(text);
        assertThatThrownBy(() -> train(recipe.replace(text, other), "run"))
                .isInstanceOfAny(RecipeException.class, ModelException.class)
                .hasMessageContainingAll(got, expected)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
