package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sfumato.image.Png;
import io.sfumato.model.Model;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.Precision;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Ensemble;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Stop;
import io.sfumato.train.loop.StoppedException;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Both stages from pictures to a model, small enough for a moment. */
@ExtendWith(NoLeaks.class)
class TrainingRunTest {
    private static final String AUTOENCODER = "autoencoder";
    private static final String SKETCH = "sketch";
    private static final String DIFFUSION = "diffusion";

    @TempDir
    private Path folder;

    private Path recipe;

    @BeforeEach
    void writeTheRecipe() throws IOException {
        Path pictures = TinyTraining.writePictures(folder.resolve("pictures"), 2);
        recipe = Files.writeString(folder.resolve("tiny.yaml"), TinyTraining.recipe(pictures));
    }

    private void rewriteRecipe(String old, String replacement) throws IOException {
        TinyTraining.rewrite(recipe, old, replacement);
    }

    private static BufferedImage picture(Path model, String prompt) {
        List<BufferedImage> images = new ArrayList<>();
        try (Model opened = ModelFolder.open(model, Precision.FLOAT32)) {
            opened.textToImage()
                    .generate(
                            new GenerationRequest(
                                    prompt,
                                    1,
                                    new GenerationSettings(
                                            "",
                                            1,
                                            1,
                                            16,
                                            16,
                                            2,
                                            4,
                                            OptionalDouble.empty(),
                                            SamplerChoice.of(SamplerName.DDIM))),
                            GenerationListener.collecting(images));
        }
        return images.get(0);
    }

    private static void assertSameFile(Path actual, Path expected) throws IOException {
        assertThat(Files.mismatch(actual, expected))
                .as("%s and %s", actual, expected)
                .isEqualTo(-1);
    }

    @Test
    void aRecipeBecomesAModelThatMakesPictures() throws IOException {
        Path run = folder.resolve("run");
        Watcher watcher = Watcher.patient();
        TrainingRun.open(recipe, run).train(Session.alone(watcher));
        assertThat(watcher.stages).containsExactly("autoencoder 0/20", "sketch 0/15", "diffusion 0/8");
        assertThat(watcher.losses)
                .hasSize(TinyTraining.AUTOENCODER_STEPS + TinyTraining.SKETCH_STEPS + TinyTraining.DIFFUSION_STEPS);
        assertThat(watcher.losses.get(TinyTraining.AUTOENCODER_STEPS - 1))
                .as("the autoencoder learns")
                .isLessThan(watcher.losses.get(0));
        assertThat(watcher.losses.get(TinyTraining.AUTOENCODER_STEPS + TinyTraining.SKETCH_STEPS - 1))
                .as("the sketch learns")
                .isLessThan(watcher.losses.get(TinyTraining.AUTOENCODER_STEPS));
        assertThat(Png.read(run.resolve("samples/autoencoder-000000040.png"))
                        .image()
                        .getHeight())
                .as("one row of pictures and reconstructions")
                .isEqualTo(16);
        assertThat(Png.read(run.resolve("samples/diffusion-000000032.png"))
                        .image()
                        .getWidth())
                .isPositive();
        assertThat(Files.readAllLines(run.resolve("autoencoder.jsonl")))
                .as("twenty steps, and two checkpoints that look at held-out pictures")
                .hasSize(3)
                .anyMatch(line -> line.contains("held_out_psnr") && line.contains("held_out_kl_channel_3"))
                .anyMatch(line -> line.matches(".*\"loading_share\":0\\.\\d+.*"));
        assertThat(Recipe.read(run.resolve("recipe.yaml")).toYaml())
                .isEqualTo(Recipe.read(recipe).toYaml());
        assertThat(run.resolve("environment.jsonl")).isNotEmptyFile();

        var description =
                new ObjectMapper().readTree(run.resolve("model/model.json").toFile());
        assertThat(description.at("/provenance/training_pictures").asText()).isEqualTo("10");
        assertThat(description.at("/provenance/diffusion_images_seen").asText()).isEqualTo("32");
        BufferedImage red = picture(run.resolve("model"), "red square");
        assertThat(List.of(red.getWidth(), red.getHeight())).containsExactly(16, 16);
        assertThat(Png.of(red).encode())
                .as("the model hears what it is asked for")
                .isNotEqualTo(
                        Png.of(picture(run.resolve("model"), "blue circle")).encode());
    }

    @Test
    void theModelIsTheAveragedWeightsOfItsStages() throws IOException {
        Path run = folder.resolve("run");
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        try (TensorArchive model = Safetensors.open(run.resolve("model/model.safetensors"));
                TensorArchive first = archive(run, "autoencoder-000000080/average");
                TensorArchive second = archive(run, "last/average");
                TensorArchive trained = archive(run, "last/model")) {
            for (String name : model.names()) {
                Tensor averaged = name.startsWith("first_stage.")
                        ? first.load(name.substring("first_stage.".length()))
                        : second.load(name);
                assertThat(model.load(name).toDoubles())
                        .as(name)
                        .containsExactly(averaged.to(DType.FLOAT16).toDoubles());
            }
            String name = "unet.out.2.weight";
            assertThat(trained.load(name).toDoubles())
                    .as("the average is not the last step")
                    .isNotEqualTo(second.load(name).toDoubles());
        }
    }

    private static TensorArchive archive(Path run, String file) {
        return Safetensors.open(run.resolve("checkpoints").resolve(file + ".safetensors"));
    }

    @Test
    void theAverageBeginsAtTheFirstWeights() throws IOException {
        rewriteRecipe("peak: 2.0e-3", "peak: 0");
        rewriteRecipe("peak: 1.0e-3", "peak: 0");
        rewriteRecipe("images: 80", "images: 8");
        rewriteRecipe("images: 32", "images: 8");
        Path run = folder.resolve("run");
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        for (String stage : List.of(AUTOENCODER, DIFFUSION)) {
            try (TensorArchive trained = archive(run, stage + "-000000008/model");
                    TensorArchive averaged = archive(run, stage + "-000000008/average")) {
                assertThat(averaged.names()).isEqualTo(trained.names());
                for (String name : trained.names()) {
                    assertThat(averaged.load(name).toDoubles())
                            .as(name)
                            .containsExactly(trained.load(name).toDoubles());
                }
            }
        }
    }

    @Test
    void anInterruptedRunEndsAsIfItHadNotBeen() throws IOException {
        Path whole = folder.resolve("whole");
        TrainingRun.open(recipe, whole).train(Session.alone(Watcher.patient()));

        Path run = folder.resolve("interrupted");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(new Watcher(AUTOENCODER, 7))))
                .hasMessage("the power went off");
        Watcher second = new Watcher(AUTOENCODER, 13);
        assertThatThrownBy(() -> TrainingRun.resume(run).train(Session.alone(second)))
                .hasMessage("the power went off");
        assertThat(second.stages).as("there was no checkpoint yet").containsExactly("autoencoder 0/20");
        Path metrics = run.resolve("autoencoder.jsonl");
        Files.writeString(metrics, "{\"step\":19,\"images\":76}\n", StandardOpenOption.APPEND); // as the process died
        Watcher third = new Watcher(SKETCH, 12);
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(third)))
                .hasMessage("the power went off");
        assertThat(third.stages).containsExactly("autoencoder 10/20", "sketch 0/15");
        assertThat(Files.readAllLines(metrics)).noneMatch(line -> line.contains("\"step\":19,"));
        Watcher fourth = new Watcher(DIFFUSION, 6);
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(fourth)))
                .hasMessage("the power went off");
        assertThat(fourth.stages).containsExactly("sketch 10/15", "diffusion 0/8");
        Watcher last = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(last));
        assertThat(last.stages).containsExactly("diffusion 4/8");

        for (String file : List.of(
                "checkpoints/autoencoder-000000080/model.safetensors",
                "checkpoints/autoencoder-000000080/learning.safetensors",
                "checkpoints/autoencoder-000000080/state.json",
                "checkpoints/sketch-000000060/state.json",
                "checkpoints/last/model.safetensors",
                "checkpoints/last/average.safetensors",
                "checkpoints/last/learning.safetensors",
                "checkpoints/last/state.json",
                "checkpoints/best/state.json",
                "latents.safetensors",
                "tokenizer.json",
                "model/model.json",
                "model/model.safetensors",
                "samples/diffusion-000000032.png")) {
            assertSameFile(run.resolve(file), whole.resolve(file));
        }
    }

    @Test
    void aRunThatIsAskedToStopSavesItselfAndGoesOnFromThere() throws IOException {
        Path whole = folder.resolve("whole");
        TrainingRun.open(recipe, whole).train(Session.alone(Watcher.patient()));
        Path run = folder.resolve("stopped");
        Stop stop = new Stop();
        Watcher asking = new Watcher(AUTOENCODER, 7, stop::request);
        assertThatThrownBy(() ->
                        TrainingRun.open(recipe, run).train(new Session(Ensemble.alone(), Device.CPU, asking, stop)))
                .isInstanceOf(StoppedException.class)
                .hasMessageContaining("autoencoder after step 7 of 20");
        Watcher second = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(second));
        assertThat(second.stages).first().isEqualTo("autoencoder 7/20");
        assertSameFile(
                run.resolve("checkpoints/last/model.safetensors"), whole.resolve("checkpoints/last/model.safetensors"));
        assertSameFile(run.resolve("model/model.safetensors"), whole.resolve("model/model.safetensors"));
    }

    @Test
    void aRunFolderHasOneWriter() throws IOException {
        Path run = folder.resolve("run");
        Watcher intruding =
                new Watcher(AUTOENCODER, 3, () -> TrainingRun.resume(run).train(Session.alone(Watcher.patient())));
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(intruding)))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(run + " is in use: another process trains there");
        Watcher after = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(after));
        assertThat(after.stages).first().isEqualTo("autoencoder 0/20");
    }

    @Test
    void aDamagedCheckpointIsNotGoneOnFrom() throws IOException {
        Path run = folder.resolve("run");
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        Path weights = run.resolve("checkpoints/last/learning.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> TrainingRun.resume(run).train(Session.alone(Watcher.patient())))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("learning.safetensors is not as it was written")
                .hasMessageContaining("SHA-256");
    }

    @Test
    void aFinishedRunThatLostItsModelWritesItAgain() throws IOException {
        Path run = folder.resolve("run");
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        Path model = run.resolve("model/model.safetensors");
        Path before = Files.move(model, folder.resolve("before.safetensors"));
        Watcher watcher = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(watcher));
        assertThat(watcher.stages).containsExactly("diffusion 8/8");
        assertThat(watcher.losses).isEmpty();
        assertSameFile(model, before);
    }

    @Test
    void aLossThatIsNoNumberEndsTheRun() throws IOException {
        rewriteRecipe("peak: 2.0e-3", "peak: 1.0e30");
        assertThatThrownBy(
                        () -> TrainingRun.open(recipe, folder.resolve("run")).train(Session.alone(Watcher.patient())))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("the loss is")
                .hasMessageContaining("at step")
                .hasMessageContaining(".png")
                .hasMessageContaining("no checkpoint yet")
                .hasMessageContaining("lower learning rate");
    }

    @Test
    void picturesNeedNotBeHeldOutNorPromptsBePreviewed() throws IOException {
        TinyTraining.writePictures(folder.resolve("pictures"), 0);
        rewriteRecipe("preview_prompts: [red square]", "preview_prompts: []");
        rewriteRecipe("images: 80", "images: 8");
        rewriteRecipe("images: 32", "images: 8");
        Path run = folder.resolve("run");
        TrainingRun.open(recipe, run).train(Session.alone(Watcher.patient()));
        assertThat(run.resolve("samples/autoencoder-000000008.png")).exists();
        assertThat(run.resolve("model/model.json")).exists();
    }
}
