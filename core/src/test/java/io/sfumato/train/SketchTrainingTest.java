package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Region;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the sketch in the stages of a run. */
@ExtendWith(NoLeaks.class)
class SketchTrainingTest {
    @TempDir
    private Path folder;

    private String recipe;

    @BeforeEach
    void writePictures() throws IOException {
        recipe = TinyTraining.recipe(TinyTraining.writePictures(folder.resolve("pictures"), 2));
    }

    /** Trains in a new folder, and returns the stages; the first loss of the diffusion model comes to {@code losses}. */
    private List<String> train(String text, String run, List<Double> losses) throws IOException {
        Path file = Files.writeString(folder.resolve(run + ".yaml"), text);
        List<String> stages = new ArrayList<>();
        TrainingRun.open(file, folder.resolve(run)).train(Session.alone(new TrainObserver() {
            @Override
            public void stage(String name, long totalSteps, long doneSteps) {
                stages.add(name);
            }

            @Override
            public void step(long step, double loss, double imagesPerSecond) {
                if (step == 1 && stages.contains("diffusion")) {
                    losses.add(loss);
                }
            }

            @Override
            public void note(String text) {}
        }));
        return stages;
    }

    private static String replaced(String text, String old, String replacement) {
        assertThat(text).contains(old);
        return text.replace(old, replacement);
    }

    @Test
    void theDiffusionModelGoesOnFromTheAverageOfTheSketchsWeights() throws IOException {
        train(replaced(recipe, "peak: 1.0e-3", "peak: 0"), "run", new ArrayList<>());
        try (Region region = Region.open();
                TensorArchive sketch =
                        Safetensors.open(folder.resolve("run/checkpoints/sketch-000000060/average.safetensors"));
                TensorArchive diffusion = Safetensors.open(folder.resolve("run/checkpoints/last/model.safetensors"))) {
            assertThat(sketch.names()).anyMatch(name -> name.contains("sketch.layers.out"));
            for (String name : sketch.names()) {
                String there = "text." + name;
                assertThat(diffusion.load(there).toDoubles())
                        .as(there)
                        .containsExactly(sketch.load(name).toDoubles());
            }
        }
    }

    @Test
    void withoutASketchARunHasTwoStagesAndTheModelNone() throws IOException {
        int start = recipe.indexOf("    sketch:\n");
        int end = recipe.indexOf("  scaling:");
        String plain = recipe.substring(0, start) + "    sketch: null\n" + recipe.substring(end);
        List<String> stages = train(replaced(plain, "in_channels: 8", "in_channels: 4"), "plain", new ArrayList<>());
        assertThat(stages).containsExactly("autoencoder", "diffusion");
        try (TensorArchive model = Safetensors.open(folder.resolve("plain/model/model.safetensors"))) {
            assertThat(model.names())
                    .anyMatch(name -> name.startsWith("text.transformer."))
                    .noneMatch(name -> name.contains("sketch"));
        }
    }

    @Test
    void theErrorOfTheSketchCountsByItsWeightBesideTheDiffusionLoss() throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String weight : List.of("0", "0.5", "1")) {
            train(replaced(recipe, "weight: 0.5\n", "weight: " + weight + "\n"), "weight-" + weight, losses);
        }
        double half = losses.get(1) - losses.get(0);
        assertThat(half).isPositive();
        assertThat(losses.get(2) - losses.get(0)).isCloseTo(2 * half, within(1e-5));
    }
}
