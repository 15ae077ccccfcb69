package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.image.Png;
import io.sfumato.lora.LoraChoice;
import io.sfumato.lora.Loras;
import io.sfumato.model.Model;
import io.sfumato.model.ModelException;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.TinyModel;
import io.sfumato.pipeline.GenerationListener;
import io.sfumato.pipeline.GenerationRequest;
import io.sfumato.pipeline.GenerationSettings;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.recipe.RecipeException;
import io.sfumato.train.recipe.RunRecipe;
import io.sfumato.train.recipe.TuningRecipe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that is there goes on learning, small enough for a moment. */
@ExtendWith(NoLeaks.class)
class TuningRunTest {
    private static final String LORA = "{type: lora, unet: {rank: 4, alpha: 4, reach: blocks},"
            + " conditioner: {rank: 2, alpha: 2, reach: transformers}}";
    private static final String FULL = "{type: full, unet: trained, conditioner: trained}";
    private static final int SIDE = TinyModel.SIDE;

    @TempDir
    private Path folder;

    private Path model;
    private Path pictures;
    private Path run;

    @BeforeEach
    void writeAModelAndPictures() throws IOException {
        model = TinyModel.write(folder.resolve("base"));
        pictures = TinyTraining.writePictures(folder.resolve("pictures"), 2);
        run = folder.resolve("run");
    }

    private String text(String learns) {
        return """
                name: mine
                seed: 5
                precision: float32
                data: {type: captions, folder: '%s', framing: {size: 16, cut: {type: as_is}}}
                model: {path: '%s'}
                learns: %s
                condition_dropout: 0.25
                schedule:
                  images: 16
                  batch: 4
                  learning_rate: {type: constant, peak: 2.0e-2, warmup: 1}
                  optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                  gradient_clip: 1.0
                  average: {type: exponential, decay: 0.5}
                  checkpoint_images: 8
                preview_prompts: [a red apple]
                """.formatted(pictures, model, learns);
    }

    private Path recipe(String text) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), text);
    }

    private void train(String text) throws IOException {
        TrainingRun.open(recipe(text), run).train(Session.alone(watching(0)));
    }

    /** The power goes off after one step, counted from 1; 0 for never. */
    private static TrainObserver watching(long lastStep) {
        return new TrainObserver() {
            @Override
            public void stage(String name, long totalSteps, long doneSteps) {
                assertThat(name).isEqualTo("tuning");
            }

            @Override
            public void step(long step, double loss, double imagesPerSecond) {
                assertThat(loss).isFinite();
                if (step == lastStep) {
                    throw new IllegalStateException("the power went off");
                }
            }

            @Override
            public void note(String text) {
                assertThat(text).isNotBlank();
            }
        };
    }

    // ---- updates ---------------------------------------------------------------------------------------------------

    @Test
    void aRunOfUpdatesKeepsTheUpdatesAndNothingElse() throws IOException {
        byte[] before = Files.readAllBytes(ModelFolder.weights(model));
        train(text(LORA));
        assertThat(Files.readAllBytes(ModelFolder.weights(model))).isEqualTo(before);
        assertThat(run.resolve("model")).doesNotExist();
        for (String file : List.of("model", "average")) {
            try (TensorArchive saved = Safetensors.open(run.resolve("checkpoints/last/" + file + ".safetensors"))) {
                assertThat(saved.names()).isNotEmpty().allMatch(name -> name.contains(".lora_"));
                assertThat(saved.names()).anyMatch(name -> name.startsWith("text."));
                assertThat(saved.names()).anyMatch(name -> name.startsWith("unet."));
                for (String name : saved.names()) {
                    assertThat(saved.load(name).abs().max().item()).as(name).isPositive();
                }
            }
        }
        assertThat(Files.size(run.resolve("checkpoints/last/model.safetensors")))
                .isLessThan(before.length / 2);
    }

    @Test
    void anInterruptedRunOfUpdatesEndsAsIfItHadNotBeen() throws IOException {
        checkResumption(
                LORA, List.of("lora/kohya.safetensors", "lora/diffusers.safetensors", "checkpoints/best/state.json"));
    }

    @Test
    void anInterruptedRunOfWeightsEndsAsIfItHadNotBeen() throws IOException {
        checkResumption(FULL, List.of("model/model.safetensors", "model/model.json", "model/tokenizer.json"));
    }

    private void checkResumption(String learns, List<String> results) throws IOException {
        train(text(learns));
        Path broken = folder.resolve("interrupted");
        TrainingRun first = TrainingRun.open(recipe(text(learns)), broken);
        assertThatThrownBy(() -> first.train(Session.alone(watching(3)))).hasMessage("the power went off");
        TrainingRun.resume(broken).train(Session.alone(watching(0)));
        List<String> files = new ArrayList<>(results);
        for (String file : List.of("model.safetensors", "average.safetensors", "learning.safetensors", "state.json")) {
            files.add("checkpoints/last/" + file);
        }
        files.add("samples/tuning-000000016.png");
        for (String file : files) {
            assertThat(Files.mismatch(broken.resolve(file), run.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void theWrittenUpdatesMakeThePreviewsPicture() throws IOException {
        train(text(LORA));
        BufferedImage untouched = picture(model, CheckpointOptions.NONE);
        BufferedImage preview =
                Png.read(run.resolve("samples/tuning-000000016.png")).image();
        for (String format : List.of("kohya", "diffusers")) {
            Path file = run.resolve("lora").resolve(format + ".safetensors");
            CheckpointOptions options = CheckpointOptions.NONE.with(Loras.of(List.of(new LoraChoice(file, 1))));
            assertThat(difference(picture(model, options), preview))
                    .as("numbers are rounded to half precision in the file")
                    .isLessThanOrEqualTo(2);
        }
        assertThat(difference(untouched, preview)).isGreaterThan(10);
        BufferedImage first =
                Png.read(run.resolve("samples/tuning-000000000.png")).image();
        assertThat(difference(untouched, first))
                .as("the first sheet is of the model as it was")
                .isZero();
        checkNotes();
    }

    private void checkNotes() {
        try (Model opened = ModelFolder.open(model, Placement.FLOAT32);
                TensorArchive file = Safetensors.open(run.resolve("lora/kohya.safetensors"))) {
            assertThat(file.metadata())
                    .containsEntry("ss_output_name", "mine")
                    .containsEntry("ss_sd_model_name", "tiny")
                    .containsEntry("ss_new_sd_model_hash", opened.fingerprint().sha256())
                    .containsEntry("ss_steps", "4");
        }
    }

    @Test
    void recomputedActivationsTeachTheSame() throws IOException {
        train(text(LORA));
        Path kept = run;
        run = folder.resolve("recomputed");
        train(text(LORA).replace("  checkpoint_images: 8", "  checkpoint_images: 8\n  activations: recomputed"));
        try (TensorArchive expected = Safetensors.open(kept.resolve("checkpoints/last/model.safetensors"));
                TensorArchive actual = Safetensors.open(run.resolve("checkpoints/last/model.safetensors"))) {
            for (String name : expected.names()) {
                Tensor difference = expected.load(name).sub(actual.load(name)).abs();
                assertThat(difference.mean().item()).as(name).isCloseTo(0, within(1e-3));
            }
        }
    }

    // ---- weights ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"float32, trained, trained", "bfloat16, trained, frozen", "bfloat16, frozen, trained"})
    void withoutALearningRateTheModelStaysWhatItWas(String precision, String unet, String conditioner)
            throws IOException {
        train(text("{type: full, unet: " + unet + ", conditioner: " + conditioner + "}")
                .replace("peak: 2.0e-2", "peak: 0")
                .replace("float32", precision));
        assertThat(changed()).isEmpty();
    }

    @Test
    void whatIsFrozenStaysAndTheRestLearns() throws IOException {
        train(text("{type: full, unet: trained, conditioner: frozen}"));
        assertThat(changed()).isNotEmpty().allMatch(name -> name.startsWith("unet."));
        checkProvenance();
        try (TensorArchive saved = Safetensors.open(run.resolve("checkpoints/last/model.safetensors"))) {
            assertThat(saved.names()).allMatch(name -> name.startsWith("unet."));
        }
        run = folder.resolve("words");
        train(text("{type: full, unet: frozen, conditioner: trained}"));
        assertThat(changed()).isNotEmpty().allMatch(name -> name.startsWith("text."));
    }

    private void checkProvenance() {
        try (Model tuned = ModelFolder.open(run.resolve("model"), Placement.FLOAT32)) {
            assertThat(tuned.name()).isEqualTo("mine");
            assertThat(tuned.description().provenance())
                    .containsEntry("made_by", "a test")
                    .containsEntry("tuning_images_seen", "16")
                    .hasEntrySatisfying("tuned_from", from -> assertThat(from).startsWith("tiny (SHA-256"));
        }
    }

    /** Tensors of the written model that are others than those of the model it was tuned from. */
    private Set<String> changed() {
        Set<String> changed = new TreeSet<>();
        try (TensorArchive before = Safetensors.open(ModelFolder.weights(model));
                TensorArchive after = Safetensors.open(ModelFolder.weights(run.resolve("model")))) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String name : before.names()) {
                if (before.load(name).sub(after.load(name)).abs().max().item() > 0) {
                    changed.add(name);
                }
            }
        }
        return changed;
    }

    // ---- what a recipe of the old kind starts from ------------------------------------------------------------------

    @Test
    void aNewModelMayStartFromTheWeightsOfAnother() throws IOException {
        String first = TinyTraining.recipe(pictures)
                .replaceAll("images: (80|60|32)", "images: 8")
                .replaceAll("checkpoint_images: (40|16)", "checkpoint_images: 8");
        Path original = Files.writeString(folder.resolve("tiny.yaml"), first);
        TrainingRun.open(original, folder.resolve("first")).train(Session.alone(new Silent()));
        Path before = folder.resolve("first/model");
        String second = first.replace(
                        "start: {type: drawn}", "start: {type: fine_tuned, recipe: tiny.yaml, model: '" + before + "'}")
                .replace("peak: 1.0e-3", "peak: 0");
        TrainingRun.open(Files.writeString(folder.resolve("second.yaml"), second), run)
                .train(Session.alone(new Silent()));
        model = before;
        assertThat(changed()).isEmpty();

        Path description = before.resolve("model.json");
        Files.writeString(description, Files.readString(description).replaceFirst("\"width\" ?: ?32", "\"width\":64"));
        assertThatThrownBy(() -> TrainingRun.open(folder.resolve("second.yaml"), folder.resolve("third")))
                .hasMessageContaining("has a U-Net or a conditioner of other sizes than the recipe");
    }

    // ---- refusals --------------------------------------------------------------------------------------------------

    @Test
    void recipesSayWhatTheyLeaveOutAndAreReadAgain() throws IOException {
        Path file = recipe(text(LORA));
        RunRecipe recipe = RunRecipe.read(file);
        assertThat(recipe).isInstanceOf(TuningRecipe.class);
        assertThat(recipe.toYaml()).contains("distance: \"l2\"", "heads: \"configured\"", "reach: \"blocks\"");
        assertThat(RunRecipe.read(recipe(recipe.toYaml()))).isEqualTo(recipe);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "base'} | elsewhere'} | is not there, expected a model folder or a checkpoint file",
                "size: 16 | size: 18 | data.framing.size is 18, expected a multiple of 4",
                "size: 16 | size: 32 | data.framing.size is 32, expected 16",
                "type: captions | type: pictures | hears other things than data of type pictures say, expected data.type captions",
                "unet: {rank: 4 | unet: {rank: 0 | rank is 0, expected 1 or more",
                "reach: blocks | reach: everything | learns.unet.reach",
                "condition_dropout: 0.25 | condition_dropout: 2 | condition_dropout are 0.0 and 2.0",
                "learns: {type: lora | learns: {type: some | learns",
            })
    void whatDoesNotFitIsRefusedInOneLineBeforeAnythingIsMade(String old, String other, String message)
            throws IOException {
        assertThat(text(LORA)).contains(old);
        Path recipe = recipe(text(LORA).replace(old, other));
        assertThatThrownBy(() -> TrainingRun.open(recipe, run))
                .isInstanceOfAny(RecipeException.class, ModelException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
        assertThat(run).doesNotExist();
    }

    @Test
    void somethingMustLearn() throws IOException {
        Path frozen = recipe(text("{type: full, unet: frozen, conditioner: frozen}"));
        assertThatThrownBy(() -> TrainingRun.open(frozen, run)).hasMessageContaining("everything frozen");
        Path none = recipe(text("{type: lora, unet: null, conditioner: null}"));
        assertThatThrownBy(() -> TrainingRun.open(none, run)).hasMessageContaining("no updates");
    }

    @Test
    void aRunDoesNotGoOnWithOtherWeights() throws IOException {
        TrainingRun begun = TrainingRun.open(recipe(text(LORA)), run);
        assertThatThrownBy(() -> begun.train(Session.alone(watching(3)))).hasMessage("the power went off");
        byte[] weights = Files.readAllBytes(ModelFolder.weights(model));
        weights[weights.length - 1] ^= 1;
        Files.write(ModelFolder.weights(model), weights);
        assertThatThrownBy(() -> TrainingRun.resume(run).train(Session.alone(watching(0))))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("but the run began with others");
    }

    // ---- pictures --------------------------------------------------------------------------------------------------

    private static BufferedImage picture(Path model, CheckpointOptions options) {
        List<BufferedImage> images = new ArrayList<>();
        GenerationSettings settings = new GenerationSettings(
                "", 5, 1, SIDE, SIDE, 3, 4, OptionalDouble.empty(), SamplerChoice.of(SamplerName.DDIM));
        try (Model opened = Checkpoints.open(model, options, Placement.FLOAT32)) {
            opened.textToImage()
                    .generate(new GenerationRequest("a red apple", 1, settings), GenerationListener.collecting(images));
        }
        return images.get(0);
    }

    /** The largest difference of any colour of any pixel, 0 to 255. */
    private static int difference(BufferedImage one, BufferedImage other) {
        int largest = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int a = one.getRGB(x, y) >> shift & 0xff;
                    int b = other.getRGB(x, y) >> shift & 0xff;
                    largest = Math.max(largest, Math.abs(a - b));
                }
            }
        }
        return largest;
    }
}
