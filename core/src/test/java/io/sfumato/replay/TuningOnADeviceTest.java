package io.sfumato.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.checkpoint.CheckpointOptions;
import io.sfumato.checkpoint.Checkpoints;
import io.sfumato.condition.Cue;
import io.sfumato.data.Drawings;
import io.sfumato.golden.Golden;
import io.sfumato.golden.GoldenCheckpoint;
import io.sfumato.model.Arithmetic;
import io.sfumato.model.Model;
import io.sfumato.reference.HeadRule;
import io.sfumato.reference.Weights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.TensorFiles;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.denoising.Tuning;
import io.sfumato.train.loop.RunContext;
import io.sfumato.train.loop.RunFolder;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.Silent;
import io.sfumato.train.loop.Slice;
import io.sfumato.train.loop.WithoutNumbers;
import io.sfumato.train.recipe.TrainingData;
import io.sfumato.train.recipe.TuningRecipe;
import io.sfumato.train.samples.LatentBatch;
import io.sfumato.train.samples.LatentSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that are tuned on the device without numbers: what they learn from lies in main memory. */
@ExtendWith(NoLeaks.class)
class TuningOnADeviceTest {
    private static final Device ELSEWHERE = Device.META;

    @TempDir
    private Path folder;

    private final WithoutNumbers conduct = new WithoutNumbers();

    @BeforeEach
    void writePictures() throws IOException {
        for (int i = 0; i < 4; i++) {
            Drawings.put(folder, "pictures/" + i + ".png", Drawings.png(Drawings.noise(16, 16, i)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "unconditional-vq, blocks, null, null",
        "class-conditional, blocks, null, trained",
        "text-to-image, attention, attention, trained",
        "stable-diffusion-v1, blocks, attention, trained",
        "layout-to-image, attention, attention, trained",
        "super-resolution, blocks, null, frozen",
        "inpainting, blocks, null, frozen",
        "semantic-synthesis, blocks, null, trained"
    })
    void updatesLearnAndSoDoWeights(String name, String unet, String words, String conditioner) throws IOException {
        String lora = "{type: lora, unet: " + update(unet) + ", conditioner: " + update(words) + "}";
        tune(name, lora, DType.BFLOAT16);
        tune(name, lora, DType.FLOAT32);
        String learning = conditioner.equals("null") ? "frozen" : conditioner;
        tune(name, "{type: full, unet: trained, conditioner: " + learning + "}", DType.BFLOAT16);
        assertThat(conduct.learned()).hasSize(3).containsOnly("tuning: tuning in step 0");
    }

    private static String update(String reach) {
        return reach.equals("null") ? "null" : "{rank: 2, alpha: 2, reach: " + reach + "}";
    }

    private TuningRecipe recipe(String name, String learns) throws IOException {
        String text = """
                name: %s
                seed: 1
                precision: float32
                data: {type: pictures, folder: '%s', framing: {size: 16, cut: {type: as_is}}, held_out: 0.25}
                model: {path: '%s'}
                learns: %s
                dropout: 0.1
                condition_dropout: 0
                schedule:
                  images: 2
                  batch: 2
                  learning_rate: {type: constant, peak: 1.0e-3, warmup: 1}
                  optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0}
                  gradient_clip: 1
                  average: {type: exponential, decay: 0.9}
                  checkpoint_images: 2
                preview_prompts: []
                """.formatted(name, folder.resolve("pictures"), folder.resolve("model.safetensors"), learns);
        return TuningRecipe.read(Files.writeString(folder.resolve("tuned.yaml"), text));
    }

    private void tune(String name, String learns, DType precision) throws IOException {
        TuningRecipe recipe = recipe(name, learns);
        Placement compute = new Placement(ELSEWHERE, precision);
        try (Rng seed = Rng.seeded(1);
                TensorArchive archive = TensorFiles.open(Golden.file(name, "io.safetensors"));
                Model model = open(name, Tuning.arithmetic(recipe.learns(), compute))) {
            RunContext run = new RunContext(
                    new RunFolder(folder.resolve("run")),
                    compute,
                    seed,
                    conduct,
                    Session.alone(ELSEWHERE, new Silent()));
            LatentSource latents = new Golds(model, new Inputs(folder, archive));
            TrainingData data = TrainingData.open(recipe.data(), Optional.empty(), 0);
            try (Tuning tuning = Tuning.of(recipe, model, data, run)) {
                tuning.train(new Tuning.Material(latents, latents));
            }
        }
    }

    private Model open(String name, Arithmetic arithmetic) throws IOException {
        return Checkpoints.open(
                GoldenCheckpoint.write(name, folder),
                new CheckpointOptions(
                        Optional.of(Golden.file(name, "config.yaml")),
                        Optional.empty(),
                        CheckpointOptions.Words.TOKENIZED,
                        Weights.AUTO,
                        HeadRule.CONFIGURED),
                arithmetic);
    }

    /** Latents of the shape of a golden case, and what it was told. */
    private record Golds(Model model, Inputs inputs) implements LatentSource {
        @Override
        public LatentBatch of(Slice slice) {
            Shape batch = inputs.floats("x_T", 4, "unit noise").shape();
            List<Cue> told = new CueInputs(inputs, batch.size(0), "")
                    .read(model.description().conditioner())
                    .subList(0, slice.count());
            return new LatentBatch(
                    slice.draws().normal("latents", Shape.of(batch.size(1), batch.size(2), batch.size(3))), told);
        }

        @Override
        public List<String> names(Slice slice) {
            return List.of();
        }
    }
}
