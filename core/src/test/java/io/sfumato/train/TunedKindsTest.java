package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.golden.Golden;
import io.sfumato.golden.GoldenCheckpoint;
import io.sfumato.image.Png;
import io.sfumato.lora.LoraChoice;
import io.sfumato.lora.Loras;
import io.sfumato.model.Model;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelFolder;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.recipe.RecipeException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of every kind go on learning, from checkpoints of the reference. */
@ExtendWith(NoLeaks.class)
class TunedKindsTest {
    private static final String LORA = "{type: lora, unet: {rank: 2, alpha: 2, reach: blocks}, conditioner: null}";

    @TempDir
    private Path folder;

    private String recipe(String name, String data, String learns) throws IOException {
        for (int i = 0; i < 4; i++) {
            Path place = Files.createDirectories(folder.resolve("pictures/" + i % 2));
            Png.of(new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB)).write(place.resolve(i + ".png"));
        }
        return """
                name: %s
                seed: 1
                precision: float32
                data: {%s, folder: '%s', framing: {size: 32, cut: {type: as_is}}, held_out: 0}
                model: {path: '%s', config: '%s'}
                learns: %s
                condition_dropout: 0
                schedule:
                  images: 2
                  batch: 1
                  learning_rate: {type: constant, peak: 1.0e-3, warmup: 1}
                  optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0}
                  gradient_clip: null
                  average: {type: exponential, decay: 0}
                  checkpoint_images: 2
                preview_prompts: []
                """.formatted(
                        name,
                        data,
                        folder.resolve("pictures"),
                        GoldenCheckpoint.write(name, folder),
                        Golden.file(name, "config.yaml"),
                        learns);
    }

    private Path train(String recipe) throws IOException {
        Path run = folder.resolve("run");
        TrainingRun.open(Files.writeString(folder.resolve("tuned.yaml"), recipe), run)
                .train(Session.alone(new Silent()));
        return run;
    }

    @ParameterizedTest
    @CsvSource({
        "class-conditional, type: classes",
        "super-resolution, 'type: shrunk, factor: 2'",
        "inpainting, type: holed",
        "unconditional-vq, type: pictures"
    })
    void updatesOfAReferenceCheckpointAreMadeAndRead(String name, String data) throws IOException {
        Path run = train(recipe(name, data, LORA));
        for (String format : List.of("kohya", "diffusers")) {
            Path file = run.resolve("lora").resolve(format + ".safetensors");
            Checkpoints.open(
                            checkpoint(),
                            options(name).with(Loras.of(List.of(new LoraChoice(file, 1)))),
                            Placement.FLOAT32)
                    .close();
        }
    }

    @Test
    void aTunedReferenceCheckpointBecomesAModelFolder() throws IOException {
        Path run = train(recipe(
                "super-resolution", "type: shrunk, factor: 2", "{type: full, unet: trained, conditioner: frozen}"));
        try (Model before = Checkpoints.open(checkpoint(), options("super-resolution"), Placement.FLOAT32);
                Model after = ModelFolder.open(run.resolve("model"), Placement.FLOAT32)) {
            assertThat(after.description().unet())
                    .isEqualTo(before.description().unet());
            assertThat(after.description().scaling())
                    .isEqualTo(before.description().scaling());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class-conditional | type: captions | hears other things than data of type captions say, expected data.type classes",
                "super-resolution | type: shrunk, factor: 4 | but data.factor is 4, expected 2",
                "unconditional-vq | type: pictures | has no text encoder, but learns.conditioner has updates, expected null",
                "layout-to-image | type: pictures | expected data.type boxes"
            })
    void whatTheModelCannotHearIsRefused(String name, String data, String message) throws IOException {
        String both = LORA.replace("null", "{rank: 2, alpha: 2, reach: attention}");
        String recipe = recipe(name, data, both);
        assertThatThrownBy(() -> train(recipe))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aConditionIsNotDroppedWhereOneIsAlwaysNeeded() throws IOException {
        String recipe =
                recipe("inpainting", "type: holed", LORA).replace("condition_dropout: 0", "condition_dropout: 0.1");
        assertThatThrownBy(() -> train(recipe)).hasMessageContaining("always needs a condition");
    }

    @Test
    void aConditionerWithoutWeightsDoesNotLearn() throws IOException {
        String recipe = recipe(
                "super-resolution", "type: shrunk, factor: 2", "{type: full, unet: trained, conditioner: trained}");
        assertThatThrownBy(() -> train(recipe))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("learns.conditioner is trained, expected frozen");
    }

    @Test
    void layersThatAreNotThereAreNotAdapted() throws IOException {
        String recipe = recipe("unconditional-vq", "type: pictures", LORA).replace("blocks", "attention");
        assertThatThrownBy(() -> train(recipe))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has no layers of the kind attention");
    }

    private Path checkpoint() {
        return folder.resolve("model.safetensors");
    }

    private static CheckpointOptions options(String name) {
        return new CheckpointOptions(
                Optional.of(Golden.file(name, "config.yaml")),
                Optional.empty(),
                CheckpointOptions.Words.TOKENIZED,
                Weights.AUTO,
                HeadRule.CONFIGURED);
    }
}
