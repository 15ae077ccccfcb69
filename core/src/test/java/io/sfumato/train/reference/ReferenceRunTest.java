package io.sfumato.train.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.data.DataException;
import io.sfumato.data.degradation.Bsrgan;
import io.sfumato.data.degradation.Strength;
import io.sfumato.model.ModelException;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.TrainingRun;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.RecipeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of the reference, from their YAML to a model; and what of them is refused. */
@ExtendWith(NoLeaks.class)
class ReferenceRunTest {
    @TempDir
    private Path folder;

    private Path pictures;

    @BeforeEach
    void writePictures() throws IOException {
        pictures = folder.resolve("pictures");
        TinyReference.writePictures(pictures);
    }

    /** Hears of stages, and may end a run after some steps. */
    private static final class Watcher implements TrainObserver {
        final List<String> stages = new ArrayList<>();
        private final long lastStep;

        Watcher(long lastStep) {
            this.lastStep = lastStep;
        }

        @Override
        public void stage(String name, long totalSteps, long doneSteps) {
            stages.add(name + " " + doneSteps + "/" + totalSteps);
        }

        @Override
        public void step(long step, double loss, double imagesPerSecond) {
            if (step == lastStep) {
                throw new IllegalStateException("the power went off");
            }
        }

        @Override
        public void note(String text) {
            assertThat(text).isNotBlank();
        }
    }

    private Watcher train(Path config, Path run) {
        Translation translation = ReferenceTraining.translate(config, Wishes.NONE);
        Watcher watcher = new Watcher(Long.MAX_VALUE);
        TrainingRun.open(translation.recipe(), run).train(Session.alone(watcher));
        return watcher;
    }

    @Test
    void anAutoencoderAndADiffusionModelOnItAreTrainedAndGoOn() throws IOException {
        Path first = folder.resolve("first");
        Watcher stages = train(TinyReference.autoencoder(folder, pictures), first);
        assertThat(stages.stages).containsExactly("autoencoder 0/6");
        assertThat(first.resolve("first-stage/model.safetensors")).isNotEmptyFile();

        Path config = TinyReference.diffusion(folder, pictures, first.resolve("first-stage"));
        Translation translation = ReferenceTraining.translate(config, Wishes.NONE);
        assertThat(translation.notes()).singleElement().asString().contains("a step is of 4 pictures", "16 pictures");
        Path run = folder.resolve("run");
        Watcher dying = new Watcher(3);
        assertThatThrownBy(() -> TrainingRun.open(translation.recipe(), run).train(Session.alone(dying)))
                .hasMessage("the power went off");
        Files.delete(config);
        Watcher last = new Watcher(Long.MAX_VALUE);
        TrainingRun.resume(run).train(Session.alone(last));
        assertThat(last.stages).as("nothing but the run is needed").containsExactly("diffusion 2/4");
        assertThat(run.resolve("model/model.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("scaling.json")).as("of the first batch").isNotEmptyFile();
        assertThat(Recipe.read(run.resolve("recipe.yaml")).toYaml())
                .isEqualTo(translation.recipe().toYaml());
    }

    @Test
    void aModelLearnsToMakePicturesLargeThatBecameSmallAsInBsrgan() throws IOException {
        Path first = folder.resolve("first");
        train(TinyReference.autoencoder(folder, pictures), first);
        Path config = TinyReference.superResolution(folder, pictures, first.resolve("first-stage"));
        Wishes wishes = new Wishes(
                OptionalLong.of(8),
                Optional.of(pictures),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Wishes.RateScaling.BY_BATCH);
        Recipe recipe = ReferenceTraining.translate(config, wishes).recipe();
        assertThat(((DataRecipe.Shrunk) recipe.data()).degradation()).isEqualTo(new Bsrgan(Strength.LIGHT));
        Path run = folder.resolve("run");
        Watcher watcher = new Watcher(Long.MAX_VALUE);
        TrainingRun.open(recipe, run).train(Session.alone(watcher));
        assertThat(watcher.stages).containsExactly("diffusion 0/2");
        assertThat(run.resolve("model/model.safetensors")).isNotEmptyFile();
        assertThat(run.resolve("recipe.yaml")).content().contains("!<bsrgan>", "strength: \"light\"");
    }

    @Test
    void whatIsAskedForOnTheCommandLineWins() throws IOException {
        Path config = TinyReference.autoencoder(folder, pictures);
        Wishes wishes = new Wishes(
                OptionalLong.of(40),
                Optional.of(pictures),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Wishes.RateScaling.NONE);
        Recipe recipe = ReferenceTraining.translate(config, wishes).recipe();
        assertThat(recipe.toYaml())
                .contains("images: 40", "data: !<pictures>", "peak: 4.5E-5")
                .doesNotContain("listed");
    }

    @Test
    void anAutoencoderMayStartFromWeights() throws IOException {
        Path config = TinyReference.autoencoder(folder, pictures);
        assertThat(started(config)).isEmpty();
        Files.writeString(
                config, Files.readString(config).replace("embed_dim: 4", "ckpt_path: old.ckpt\n    embed_dim: 4"));
        assertThat(started(config)).contains("old.ckpt");
        assertThat(ReferenceTraining.translate(config, Wishes.NONE).notes())
                .anySatisfy(note -> assertThat(note).contains("starts from old.ckpt", "discriminator", "anew"));
    }

    private static Optional<String> started(Path config) {
        Recipe recipe = ReferenceTraining.translate(config, Wishes.NONE).recipe();
        return ((FirstStageRecipe.Learned) recipe.firstStage()).start();
    }

    @Test
    void withoutAnEndThereAreAThousandEpochsAndSoItIsSaid() throws IOException {
        Path config = TinyReference.autoencoder(folder, pictures);
        Files.writeString(config, Files.readString(config).replace("    max_steps: 6\n", ""));
        Translation translation = ReferenceTraining.translate(config, Wishes.NONE);
        assertThat(translation.notes().get(1)).contains("8000 pictures", "1000 epochs of 8 pictures", "--images N");
        assertThat(translation.notes().get(0)).contains("perceptual loss is left out", "vgg16-397923af.pth");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disc_weight: 0.5 | use_actnorm: true | lossconfig.params.use_actnorm is true, expected false",
                "disc_weight: 0.5 | disc_factor: 0.3 | lossconfig.params.disc_factor is 0.3, expected 1",
                "disc_weight: 0.5 | disc_loss: wgan | lossconfig.params.disc_loss is wgan, expected hinge or vanilla",
                "disc_weight: 0.5 | disc_wieght: 0.5 | Did you mean disc_weight?",
                "disc_weight: 0.5 | logvar_init: 1 | lossconfig.params.logvar_init is 1.0, expected 0",
                "disc_start: 3 | disc_start: -1 | start, weight and layers of the discriminator are -1",
                "kl_weight: 0.000001 | kl_weight: -0.5 | kl_weight is -0.5, expected a finite number from 0",
                "disc_weight: 0.5 | perceptual_weight: -1 | perceptual_weight is -1.0, expected a finite number from 0",
                "disc_weight: 0.5 | disc_weight: Infinity | start, weight and layers of the discriminator are 3, Infinity, 1",
                "losses.LPIPSWithDiscriminator | losses.contperceptual.DummyLoss | DummyLoss, which is not known here",
                "dropout: 0.0 | dropout: 0.1 | ddconfig.dropout is 0.1",
                "embed_dim: 4 | ckpt_path: old.ckpt\\n    ignore_keys: [loss]\\n    embed_dim: 4 | ignore_keys is [loss], expected none",
                "max_steps: 6 | precision: 16 | lightning.trainer.precision is 16, expected 32",
                "max_steps: 6 | max_time: 1 | lightning.trainer.max_time is not known here",
                "max_steps: 6 | accumulate_grad_batches: 0 | Duplicate field",
                "size: 16 | side: 16 | data.params.train.params.size is missing",
                "size: 16 | size: 17 | data.framing.size is 17, expected a multiple of 2",
                "batch_size: 2 | batch_size: 0 | data.params.batch_size is 0",
                "main.DataModuleFromConfig | main.Other | main.Other, which is not known here",
                "train-paths.txt | no.txt | taming.data.custom.CustomTrain, which reads",
                "val-paths.txt | no.txt | data.params.validation.target is taming.data.custom.CustomTest",
                "custom.CustomTrain | custom.CustomTrains | code is not known here; name a folder of pictures with --data"
            })
    void whatHasNoCounterpartIsNamed(String old, String changed, String complaint) throws IOException {
        Path config = TinyReference.autoencoder(folder, pictures);
        String text = Files.readString(config);
        assertThat(text).contains(old);
        Files.writeString(config, text.replace(old, changed.replace("\\n", "\n")));
        assertThatThrownBy(() -> ReferenceTraining.translate(config, Wishes.NONE))
                .isInstanceOfAny(RecipeException.class, ModelException.class)
                .hasMessageStartingWith(config.toString())
                .hasMessageContaining(complaint)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void aListThatNamesAPictureThatIsNotThereIsNamedByItsLine() throws IOException {
        Path config = TinyReference.autoencoder(folder, pictures);
        Files.delete(pictures.resolve("4.png"));
        Recipe recipe = ReferenceTraining.translate(config, Wishes.NONE).recipe();
        assertThatThrownBy(() -> TrainingRun.open(recipe, folder.resolve("run")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train-paths.txt line 5: ")
                .hasMessageContaining("4.png' does not exist");
    }

    @Test
    void aRecipeOfOursIsNone() throws IOException {
        assertThat(ReferenceTraining.isOne(folder.resolve("none.yaml"))).isFalse();
        Path ours = Files.writeString(folder.resolve("ours.yaml"), "name: x\nmodel: {in_channels: 3}\n");
        assertThat(ReferenceTraining.isOne(ours)).isFalse();
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "model: {target: [\n");
        assertThat(ReferenceTraining.isOne(broken)).isFalse();
    }
}
