package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.lora.LoraChoice;
import io.sfumato.lora.Loras;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that hear two things at once are tuned; and what of their recipes does not go together. */
@ExtendWith(NoLeaks.class)
class HybridTest {
    private static final String LORA = "{type: lora, unet: {rank: 2, alpha: 2, reach: transformers},"
            + " conditioner: {rank: 2, alpha: 2, reach: transformers}}";
    private static final String FULL = "{type: full, unet: trained, conditioner: trained}";
    private static final String HOLES = "{type: holes}";

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void trainAModelOfWordsAndHoles() throws IOException {
        TinyKinds.write(folder);
        model = train(TinyKinds.recipe(folder, Told.WORDS_AND_HOLES, TinyKinds.KL), "base")
                .resolve("model");
    }

    private Path train(String text, String run) throws IOException {
        Path output = folder.resolve(run);
        TrainingRun.open(Files.writeString(folder.resolve(run + ".yaml"), text), output)
                .train(Session.alone(new Silent()));
        return output;
    }

    private String tuning(String learns, String beside) {
        return """
                name: tuned
                seed: 1
                precision: float32
                data:
                  type: hybrid
                  inside: {type: captions, folder: '%s', framing: {size: 16, cut: {type: anywhere}}, held_out: 0.25}
                  beside: %s
                model: {path: '%s'}
                learns: %s
                condition_dropout: 0.25
                schedule:
                  images: 8
                  batch: 2
                  learning_rate: {type: constant, peak: 1.0e-2, warmup: 1}
                  optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0}
                  gradient_clip: null
                  average: {type: exponential, decay: 0}
                  checkpoint_images: 8
                preview_prompts: [a thing, another]
                """.formatted(folder.resolve("captions"), beside, model, learns);
    }

    @Test
    void allOfItGoesOnLearning() throws IOException {
        Path run = train(tuning(FULL, HOLES), "run");
        assertThat(run.resolve("samples/tuning-000000008.png")).isNotEmptyFile();
        assertThat(ModelFolder.description(run.resolve("model")).conditioner())
                .isInstanceOf(ConditionerSpec.Both.class)
                .isEqualTo(ModelFolder.description(model).conditioner());
        try (TensorArchive before = Safetensors.open(ModelFolder.weights(model));
                TensorArchive after = Safetensors.open(ModelFolder.weights(run.resolve("model")))) {
            for (String name : List.of("unet.out.2.weight", "text.transformer.token_emb.weight")) {
                assertThat(after.load(name).toDoubles())
                        .as(name)
                        .isNotEqualTo(before.load(name).toDoubles());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kohya", "diffusers"})
    void updatesOfBothNetworksAreMadeAndRead(String format) throws IOException {
        Path file = train(tuning(LORA, HOLES), "run").resolve("lora/" + format + ".safetensors");
        try (TensorArchive updates = Safetensors.open(file)) {
            assertThat(updates.names())
                    .anyMatch(name -> name.matches("(lora_unet|unet).*"))
                    .anyMatch(name -> name.matches("(lora_te|text_encoder).*"));
        }
        Checkpoints.open(
                        model,
                        CheckpointOptions.NONE.with(Loras.of(List.of(new LoraChoice(file, 1)))),
                        Placement.FLOAT32)
                .close();
    }

    @Test
    void classesKeepTheirNames() throws IOException {
        String text = TinyKinds.recipe(folder, Told.CLASS_AND_SMALL, TinyKinds.KL);
        model = train(text, "told").resolve("model");
        String tuned = tuning("{type: full, unet: trained, conditioner: trained}", "{type: small, factor: 4}")
                .replace("type: captions", "type: classes")
                .replace(
                        folder.resolve("captions").toString(),
                        folder.resolve("classes").toString());
        ModelDescription after = ModelFolder.description(train(tuned, "run").resolve("model"));
        assertThat(after.classes()).containsExactly("a", "b");
        assertThat(after.absence()).contains(ModelDescription.Absence.LEARNED);
        Path renamed = train(tuned.replace("held_out: 0.25}", "held_out: 0.25, names: [left, right]}"), "renamed");
        assertThat(ModelFolder.description(renamed.resolve("model")).classes()).containsExactly("left", "right");
    }

    /** What was never heard in place of a condition is not heard where nothing is left out in tuning either. */
    @Test
    void whatWasNotLearnedStaysSo() throws IOException {
        String text = TinyKinds.recipe(folder, Told.WORDS_AND_HOLES, TinyKinds.KL)
                .replace("condition_dropout: 0.25", "condition_dropout: 0")
                .replace("guidance: 1.5", "guidance: 1");
        model = train(text, "without").resolve("model");
        String tuned = tuning(FULL, HOLES).replace("condition_dropout: 0.25", "condition_dropout: 0");
        assertThat(ModelFolder.description(train(tuned, "run").resolve("model")).absence())
                .contains(ModelDescription.Absence.UNLEARNED);
    }

    @Test
    void dataThatSayOneOfTheTwoAreRefused() {
        String words = tuning(FULL, HOLES)
                .replace("  type: hybrid\n", "")
                .replace("  beside: {type: holes}\n", "")
                .replaceAll("  inside: \\{(.*)}\n", "  $1\n")
                .replace("data:\n  type", "data: {type")
                .replace("held_out: 0.25\n", "held_out: 0.25}\n");
        assertRefused(
                words,
                "hears other things than data of type captions say, expected data.type hybrid with captions or"
                        + " shapes inside and holes beside");
    }

    @Test
    void dataWithAnotherPictureBesideAreRefused() {
        assertRefused(
                tuning(FULL, "{type: small, factor: 4}"), "expected data.type hybrid with captions or shapes inside");
        assertRefused(tuning(FULL, "{type: small, factor: 1}"), "data.beside", "factor is 1, expected 2 or more");
        assertRefused(tuning(FULL, "{type: maps}"), "data.beside", "[holes, small]");
        assertRefused(
                tuning(FULL, HOLES).replace("type: captions", "type: shrunk, factor: 4"), "data.inside", "captions");
    }

    private void assertRefused(String text, String... complaints) {
        assertThatThrownBy(() -> train(text, "refused"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContainingAll(complaints)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    @Test
    void whoeverHearsNothingIsToldOneThing() {
        String text = TinyKinds.recipe(folder, Told.LAYOUT_AND_HOLES, TinyKinds.KL)
                .replace(Told.LAYOUT_AND_HOLES.conditioner, Told.NOTHING.conditioner);
        assertRefused(text, "data.type is hybrid with boxes inside and holes beside, expected one that says one thing");
    }

    @Test
    void aSmallPictureHasTheSizeOfTheLatents() {
        String text = TinyKinds.recipe(folder, Told.CLASS_AND_SMALL, TinyKinds.KL);
        assertRefused(text.replace("factor: 4", "factor: 2"), "data.beside.factor is 2, expected 4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in_channels: 9 | in_channels: 4 | diffusion.model.in_channels is 4, expected 9",
                "{type: holes} | {type: small, factor: 4} | data.type is hybrid with captions inside and small beside, expected hybrid with captions or shapes inside and holes beside",
                "beside: {type: masked_picture} | beside: {type: semantic_map, sizes: {stages: 2, multiplier: 0.5, method: bilinear, kinds: 5, channels: 5}} | hears a map beside words, a class or boxes, which no kind of data has",
                "size: 16 | size: 18 | data.inside.framing.size is 18, expected a multiple of 4",
                "beside: {type: masked_picture} | beside: {type: class_token, sizes: {classes: 3, width: 16}} | conditioner.beside",
                "inside: {type: own_words, window: 8, width: 16, layers: 1, pooling: none, sketch: null} | inside: {type: wordless, model: {type: low_resolution}} | inside is wordless, expected what is heard inside the network",
                "sketch: null | sketch: {model: {channels: 4, side: 4, width: 16}, weight: 1, schedule: null} | conditioner.inside.sketch",
                "{type: cross, heads: {type: fixed, count: 1}, depth: 1, context_width: 16} | {type: self, heads: {type: fixed, count: 1}} | attention.type is self, expected cross",
            })
    void whatDoesNotGoTogetherIsSaid(String text, String other, String complaint) {
        String recipe = TinyKinds.recipe(folder, Told.WORDS_AND_HOLES, TinyKinds.KL);
        assertThat(recipe).contains(text);
        assertRefused(recipe.replace(text, other), complaint);
    }
}
