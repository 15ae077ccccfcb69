package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.model.ModelException;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A first stage that goes on learning where another one ended. */
@ExtendWith(NoLeaks.class)
class FirstStageStartTest {
    private static final String NO_STEP = "peak: 0";
    private static final String STEPS = "peak: 2.0e-3";

    @TempDir
    private Path folder;

    private Path pictures;
    private Path learned;

    @BeforeEach
    void learnOne() throws IOException {
        pictures = TinyTraining.writePictures(folder.resolve("pictures"), 2);
        learned = train(recipe("learned.yaml", STEPS, ""), "learned").resolve("first-stage");
    }

    private Path recipe(String name, String rate, String start) throws IOException {
        String whole = TinyTraining.recipe(pictures);
        String firstStage = whole.substring(0, whole.indexOf("diffusion:")) + "diffusion: null\n";
        String text = firstStage
                .replace("seed: 3", "seed: " + (start.isEmpty() ? 3 : 4))
                .replace("images: 80", "images: 8")
                .replace("checkpoint_images: 40", "checkpoint_images: 4")
                .replace(STEPS, rate)
                .replace("  kl_weight", start + "  kl_weight");
        return Files.writeString(folder.resolve(name), text);
    }

    private static String from(Path start) {
        return "  start: '" + start + "'\n";
    }

    private Path train(Path recipe, String run) {
        TrainingRun.open(recipe, folder.resolve(run)).train(Session.alone(Watcher.patient()));
        return folder.resolve(run);
    }

    /** A run that ends without warning after a step; the first checkpoint is made after the first. */
    private Path interrupt(Path recipe, long step) {
        Path run = folder.resolve("interrupted");
        assertThatThrownBy(() -> TrainingRun.open(recipe, run).train(Session.alone(new Watcher("autoencoder", step))))
                .hasMessage("the power went off");
        return run;
    }

    private static void assertSameNumbers(Path actual, Path expected) {
        try (TensorArchive one = Safetensors.open(actual);
                TensorArchive other = Safetensors.open(expected)) {
            assertThat(one.names()).isEqualTo(other.names());
            for (String name : one.names()) {
                assertThat(one.load(name).toDoubles())
                        .as(name)
                        .isEqualTo(other.load(name).toDoubles());
            }
        }
    }

    @Test
    void itBeginsWithTheWeightsOfAFolder() throws IOException {
        Path run = train(recipe("on.yaml", NO_STEP, from(learned)), "on");
        assertSameNumbers(run.resolve("first-stage/model.safetensors"), learned.resolve("model.safetensors"));
    }

    @Test
    void itBeginsWithTheWeightsOfAFile() throws IOException {
        Path weights = folder.resolve("learned/checkpoints/last/model.safetensors");
        Path run = train(recipe("on.yaml", NO_STEP, from(weights)), "on");
        assertSameNumbers(run.resolve("checkpoints/last/model.safetensors"), weights);
    }

    @Test
    void itLearnsFromThereAndGoesOnBitForBit() throws IOException {
        Path recipe = recipe("on.yaml", STEPS, from(learned));
        Path whole = train(recipe, "whole");
        Path halves = interrupt(recipe, 2);
        TrainingRun.resume(halves).train(Session.alone(Watcher.patient()));
        Path weights = Path.of("checkpoints/last/model.safetensors");
        assertThat(Files.mismatch(halves.resolve(weights), whole.resolve(weights)))
                .isEqualTo(-1);
        assertThat(Files.mismatch(
                        whole.resolve(weights), folder.resolve("learned").resolve(weights)))
                .as("it has learned")
                .isNotEqualTo(-1);
    }

    @Test
    void weightsThatAreMissingOrOfOtherSizesAreRefused() throws IOException {
        Path missing = recipe("missing.yaml", STEPS, from(folder.resolve("none")));
        assertThatThrownBy(() -> train(missing, "missing"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("none is missing");
        Path wider = recipe("wider.yaml", STEPS, from(learned));
        TinyTraining.rewrite(wider, "channels: 32", "channels: 64");
        assertThatThrownBy(() -> train(wider, "wider")).hasMessageContaining(learned.toString());
    }

    @Test
    void onceItHasBegunTheWeightsMayGo() throws IOException {
        Path run = interrupt(recipe("on.yaml", STEPS, from(learned)), 2);
        Files.delete(learned.resolve("model.safetensors"));
        TrainingRun.resume(run).train(Session.alone(Watcher.patient()));
        assertThat(run.resolve("first-stage/model.safetensors")).exists();
    }

    @Test
    void beforeThatARunDoesNotGoOnFromOthers() throws IOException {
        Path run = interrupt(recipe("on.yaml", STEPS, from(learned)), 1);
        Path other = train(recipe("other.yaml", STEPS, from(learned)), "other");
        Files.copy(
                other.resolve("first-stage/model.safetensors"),
                learned.resolve("model.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> TrainingRun.resume(run).train(Session.alone(Watcher.patient())))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("the run began with others");
    }
}
