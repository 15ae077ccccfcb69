package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of first stage and of condition, from files to a model folder, in a few steps. */
@ExtendWith(NoLeaks.class)
class EveryConditionTest {
    private static final TrainObserver SILENT = new TrainObserver() {
        @Override
        public void stage(String name, long totalSteps, long doneSteps) {}

        @Override
        public void step(long step, double loss, double imagesPerSecond) {
            assertThat(loss).isFinite();
        }

        @Override
        public void note(String text) {}
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        TinyKinds.write(folder);
    }

    private Path train(String text, String run) throws IOException {
        Path file = Files.writeString(folder.resolve(run + ".yaml"), text);
        Path output = folder.resolve(run);
        TrainingRun.open(file, output).train(Session.alone(SILENT));
        return output;
    }

    @ParameterizedTest
    @EnumSource
    void aModelIsTrainedOnWhateverItIsTold(Told told) throws IOException {
        Path run = train(TinyKinds.recipe(folder, told, TinyKinds.KL), "run");
        assertThat(run.resolve("samples/diffusion-000000016.png")).exists();
        ModelDescription model = ModelFolder.description(run.resolve("model"));
        assertThat(model.absent().isPresent())
                .isEqualTo(told.hearsNothing() || (told.isLeftOut() && told.beside.isEmpty()));
        assertThat(model.absence())
                .isEqualTo(told.isLeftOut() ? Optional.of(ModelDescription.Absence.LEARNED) : Optional.empty());
        assertThat(model.classes()).isEqualTo(told.isOfClasses() ? List.of("a", "b") : List.of());
        try (TensorArchive weights = Safetensors.open(run.resolve("model/model.safetensors"));
                TensorArchive last = Safetensors.open(run.resolve("checkpoints/last/model.safetensors"))) {
            assertThat(last.names()).contains("logvar", "unet.out.2.weight");
            assertThat(weights.names())
                    .doesNotContain("logvar")
                    .anyMatch(name -> name.startsWith("unet."))
                    .anyMatch(name -> name.startsWith(told.parameters));
        }
    }

    @Test
    void withoutDropoutAModelKnowsThatItWasNeverAskedForNothing() throws IOException {
        String text = TinyKinds.recipe(folder, Told.LABEL, TinyKinds.KL)
                .replace("condition_dropout: 0.25", "condition_dropout: 0")
                .replace("guidance: 1.5", "guidance: 1");
        ModelDescription model = ModelFolder.description(train(text, "run").resolve("model"));
        assertThat(model.absence()).contains(ModelDescription.Absence.UNLEARNED);
        assertThat(model.absent()).isEmpty();
    }

    @Test
    void aCodebookAndADiscriminatorLearnTogether() throws IOException {
        String vq = TinyKinds.firstStage("vq\n  codes: 16\n  codebook_weight: 1", TinyKinds.adversarial(1));
        Path run = train(TinyKinds.recipe(folder, Told.NOTHING, vq), "run");
        try (TensorArchive learning =
                Safetensors.open(run.resolve("checkpoints/autoencoder-000000012/learning.safetensors"))) {
            assertThat(learning.names())
                    .contains(
                            "discriminator.main.0.weight",
                            "discriminator.optimizer.main.0.weight.first",
                            "autoencoder.optimizer.quantize.embedding.weight.second");
            assertThat(learning.load("discriminator.optimizer.main.0.weight.second")
                            .norm()
                            .item())
                    .as("it has joined")
                    .isPositive();
        }
        assertThat(Files.readString(run.resolve("autoencoder.jsonl")))
                .contains("held_out_codes_dead", "held_out_perplexity", "held_out_psnr");
    }

    /** With random crops, flips and degradations, batches in parts, a discriminator, a learned variance, and averages of both kinds. */
    @ParameterizedTest
    @EnumSource(names = {"CLASS_TOKEN", "LAYOUT", "DEGRADED", "WORDS_AND_HOLES"})
    void anInterruptedRunEndsAsIfItHadNotBeen(Told told) throws IOException {
        String vq = TinyKinds.firstStage("vq\n  codes: 16\n  codebook_weight: 1", TinyKinds.adversarial(1))
                .replace("images: 12", "images: 24")
                .replace("checkpoint_images: 8", "checkpoint_images: 8\n      accumulation: 2");
        Path whole = train(TinyKinds.recipe(folder, told, vq), "whole");
        Path file = Files.writeString(folder.resolve("interrupted.yaml"), TinyKinds.recipe(folder, told, vq));
        Path run = folder.resolve("interrupted");
        interrupt(() -> TrainingRun.open(file, run), new Watcher("autoencoder", 3));
        interrupt(() -> TrainingRun.resume(run), new Watcher("autoencoder", 6));
        interrupt(() -> TrainingRun.resume(run), new Watcher("diffusion", 3));
        Watcher last = Watcher.patient();
        TrainingRun.resume(run).train(Session.alone(last));
        assertThat(last.stages).containsExactly("diffusion 2/4");
        for (String name : files(whole)) {
            assertThat(Files.mismatch(run.resolve(name), whole.resolve(name)))
                    .as(name)
                    .isEqualTo(-1);
        }
    }

    private static void interrupt(Supplier<TrainingRun> run, Watcher watcher) {
        assertThatThrownBy(() -> run.get().train(Session.alone(watcher))).hasMessage("the power went off");
    }

    /** What a run makes of nothing but its recipe, so that it is always the same. */
    private static List<String> files(Path run) throws IOException {
        try (Stream<Path> all = Files.walk(run)) {
            List<String> names = all.filter(Files::isRegularFile)
                    .map(path -> run.relativize(path).toString())
                    .filter(name -> name.matches("(checkpoints|first-stage|model|samples)/.*|scaling.json"))
                    .toList();
            assertThat(names)
                    .contains("checkpoints/autoencoder-000000024/learning.safetensors", "model/model.safetensors")
                    .hasSizeGreaterThan(10);
            return names;
        }
    }

    @Test
    void aDiscriminatorThatHasNotJoinedStaysAsItWas() throws IOException {
        String kl = TinyKinds.firstStage("kl\n  kl_weight: 1.0e-6", TinyKinds.adversarial(100));
        Path run = train(TinyKinds.recipe(folder, Told.NOTHING, kl), "run");
        try (TensorArchive learning =
                Safetensors.open(run.resolve("checkpoints/autoencoder-000000012/learning.safetensors"))) {
            assertThat(learning.load("discriminator.optimizer.main.0.weight.second")
                            .norm()
                            .item())
                    .isZero();
        }
    }

    @Test
    void aFirstStageOfAnotherRunIsTakenAsItIs() throws IOException {
        Path other = train(TinyKinds.recipe(folder, Told.NOTHING, TinyKinds.KL), "other");
        String pretrained =
                "  type: pretrained\n  recipe: other.yaml\n  model: '" + other.resolve("first-stage") + "'\n";
        Path run = train(TinyKinds.recipe(folder, Told.CLASS_TOKEN, pretrained), "run");
        try (TensorArchive first = Safetensors.open(other.resolve("first-stage/model.safetensors"));
                TensorArchive model = Safetensors.open(run.resolve("model/model.safetensors"))) {
            for (String name : first.names()) {
                assertThat(model.load(name).toDoubles())
                        .as(name)
                        .containsExactly(first.load(name).toDoubles());
            }
        }
        Files.delete(other.resolve("first-stage/model.safetensors"));
        assertThatThrownBy(() -> train(TinyKinds.recipe(folder, Told.LABEL, pretrained), "third"))
                .hasMessageContaining("model.safetensors is missing, expected the weights of a first stage");
    }
}
