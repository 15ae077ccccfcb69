package io.sfumato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} with configurations of the reference. */
class ReferenceTrainingTest {
    private static final String FACES =
            "../core/src/test/resources/official/" + "ldm__configs__latent-diffusion__celebahq-ldm-vq-4.yaml";

    @TempDir
    private Path folder;

    private static void assertRefused(Session session, String... complaints) {
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err()).startsWith("sfumato: ").contains(complaints).hasLineCount(1);
    }

    private Path autoencoder() throws IOException {
        Path pictures = TinyRecipes.writePictures(folder.resolve("pictures"), 8);
        Path list = folder.resolve("train.txt");
        Files.write(
                list,
                List.of(
                        pictures.resolve("000.png").toString(),
                        pictures.resolve("001.png").toString()));
        return Files.writeString(folder.resolve("tiny.yaml"), """
                model:
                  base_learning_rate: 4.5e-6
                  target: ldm.models.autoencoder.AutoencoderKL
                  params:
                    embed_dim: 4
                    lossconfig:
                      target: ldm.modules.losses.LPIPSWithDiscriminator
                      params: {disc_start: 1, kl_weight: 0.000001, disc_weight: 0.5, disc_num_layers: 1}
                    ddconfig:
                      double_z: True
                      z_channels: 4
                      resolution: 16
                      in_channels: 3
                      out_ch: 3
                      ch: 32
                      ch_mult: [1, 1]
                      num_res_blocks: 1
                      attn_resolutions: []
                      dropout: 0.0
                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 2
                    train:
                      target: taming.data.custom.CustomTrain
                      params: {size: 16, training_images_list_file: %s}
                """.formatted(list));
    }

    @Test
    void aConfigurationIsKnownByItsContentAndTheRunHoldsItsRecipe() throws IOException {
        Path config = autoencoder();
        Path run = folder.resolve("run");
        Session session =
                Session.of("train", config.toString(), "-o", run.toString(), "--images", "4", "--scale_lr", "False");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.err())
                .contains("a step is of 2 pictures, the learning rate is 4.50e-06, and 4 pictures are seen")
                .contains("the perceptual loss is left out");
        assertThat(run.resolve("recipe.yaml")).content().contains("train.txt", "images: 4", "peak: 4.5E-6");
        Files.delete(config);
        assertThat(Session.of("train", "--resume", run.toString()).exitCode()).isZero();
    }

    @Test
    void whatTheReferenceWouldReadIsNamedWhereItIsNotThere() {
        assertRefused(
                Session.of("train", FACES, "-o", folder.resolve("run").toString()),
                "data.params.train.target is taming.data.faceshq.CelebAHQTrain, which reads data/celebahqtrain.txt",
                "(from the working folder, ",
                "--data FOLDER");
        assertRefused(
                Session.of("train", FACES, "--data", folder.toString()),
                "first_stage_config.params.ckpt_path is models/first_stage_models/vq-f4/model.ckpt",
                "--first-stage FILE");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void itsOptionsAreForConfigurationsAlone() throws IOException {
        Path recipe = Files.writeString(
                folder.resolve("recipe.yaml"),
                TinyRecipes.autoencoder("pictures", folder, "{type: constant, peak: 0, warmup: 0}"));
        assertRefused(Session.of("train", recipe.toString(), "--images", "4"), "--images", "a recipe says this itself");
        assertRefused(Session.of("train", "--resume", folder.toString(), "--data", "x"), "--resume goes on with a run");
        assertRefused(
                Session.of("train", autoencoder().toString(), "--images", "0"),
                "--images is 0, expected a number above 0");
    }

    /** With pictures to train on, which the published configuration has not. */
    private Path stableDiffusion() throws IOException {
        Path published =
                Path.of("../core/src/test/resources/official/sd__configs__stable-diffusion__v1-inference.yaml");
        return Files.writeString(folder.resolve("sd.yaml"), Files.readString(published) + """

                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 4
                    train:
                      target: ldm.data.previews.pytorch_dataset.PreviewsTrain
                      params: {size: 512}
                """);
    }

    @Test
    void wordsAreReadWithTheClipThatIsNamed() throws IOException {
        Path pictures = TinyRecipes.writePictures(folder.resolve("pictures"), 8);
        for (int i = 0; i < 8; i++) {
            Files.writeString(pictures.resolve("00" + i + ".txt"), "a picture");
        }
        Path config = stableDiffusion();
        String weights = Files.writeString(folder.resolve("first.ckpt"), "").toString();
        assertRefused(
                Session.of("train", config.toString(), "--data", pictures.toString(), "--first-stage", weights),
                "cond_stage_config reads words with a CLIP",
                "--clip FOLDER");
        Session session = Session.of(
                "train",
                config.toString(),
                "--data",
                pictures.toString(),
                "--first-stage",
                weights,
                "--clip",
                folder.resolve("nowhere").toString());
        assertThat(session.exitCode()).isEqualTo(2);
        assertThat(session.err().lines())
                .last()
                .asString()
                .startsWith("sfumato: ")
                .contains("nowhere is no folder, expected one with config.json and the weights of a CLIP");
    }

    @Test
    void recipesThatTuneAModelAreStillKnown() {
        assertRefused(
                Session.of(
                        "train",
                        "../recipes/lora-example.yaml",
                        "-o",
                        folder.resolve("run").toString()),
                "models/emoji-128");
    }
}
