package io.sfumato.train.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.data.Framing;
import io.sfumato.image.Resampling;
import io.sfumato.train.recipe.DataRecipe;
import io.sfumato.train.recipe.FirstStageRecipe;
import io.sfumato.train.recipe.Recipe;
import io.sfumato.train.recipe.Schedule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the published configurations find their pictures, and what they make of them. */
class PublishedPicturesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "celebahq-ldm-vq-4, data/celebahqtrain.txt, data/celebahq, data/celebahqvalidation.txt, vq-f4, middle",
        "ffhq-ldm-vq-4, data/ffhqtrain.txt, data/ffhq, data/ffhqvalidation.txt, vq-f4, middle",
        "lsun_bedrooms-ldm-vq-4, data/lsun/bedrooms_train.txt, data/lsun/bedrooms, data/lsun/bedrooms_val.txt, vq-f4, centre",
        "lsun_churches-ldm-kl-8, data/lsun/church_outdoor_train.txt, data/lsun/churches, data/lsun/church_outdoor_val.txt, kl-f8, centre",
        "cin-ldm-vq-f8, CACHE/ILSVRC2012_train/filelist.txt, CACHE/ILSVRC2012_train/data, CACHE/ILSVRC2012_validation/filelist.txt, vq-f8, anywhere"
    })
    void picturesAndWeightsAreWhereTheReferenceLooks(
            String name, String list, String pictures, String validation, String firstStage, String cut)
            throws URISyntaxException {
        Recipe recipe = Published.recipe(
                Published.file("ldm__configs__latent-diffusion__" + name), Published.IMAGES_ALONE, folder);
        String cache = folder.resolve("autoencoders/data").toString();
        DataRecipe.Named data = (DataRecipe.Named) recipe.data();
        assertThat(data.list())
                .isEqualTo(new DataRecipe.NamedPictures(
                        list.replace("CACHE", cache), Optional.of(pictures.replace("CACHE", cache))));
        assertThat(data.validation().orElseThrow().file()).isEqualTo(validation.replace("CACHE", cache));
        assertThat(data.heldOut()).isZero();
        Framing expected =
                switch (cut) {
                    case "middle" ->
                        new Framing(256, new Framing.Middle(OptionalInt.of(256)), 0, Resampling.TWO_NEAREST);
                    case "centre" -> new Framing(256, new Framing.Centre(), 0.5, Resampling.BICUBIC);
                    default -> new Framing(256, new Framing.Anywhere(OptionalInt.of(256)), 0, Resampling.TWO_NEAREST);
                };
        assertThat(data.framing()).isEqualTo(expected);
        assertThat(((FirstStageRecipe.Given) recipe.firstStage()).model())
                .isEqualTo("models/first_stage_models/" + firstStage + "/model.ckpt");
    }

    @ParameterizedTest
    @CsvSource({
        "64x64x3, 3, '1,2,4', ''",
        "32x32x4, 4, '1,2,4,4', ''",
        "16x16x16, 16, '1,1,2,2,4', '16'",
        "8x8x64, 64, '1,1,2,2,4,4', '16,8'"
    })
    void theAutoencodersToTrainOnImageNetDoTwoBatchesAStep(
            String name, int channels, String multipliers, String attention) throws IOException {
        Path file = Files.writeString(folder.resolve("autoencoder_kl_" + name + ".yaml"), """
                model:
                  base_learning_rate: 4.5e-6
                  target: ldm.models.autoencoder.AutoencoderKL
                  params:
                    monitor: "val/rec_loss"
                    embed_dim: %d
                    lossconfig:
                      target: ldm.modules.losses.LPIPSWithDiscriminator
                      params: {disc_start: 50001, kl_weight: 0.000001, disc_weight: 0.5}
                    ddconfig:
                      double_z: True
                      z_channels: %d
                      resolution: 256
                      in_channels: 3
                      out_ch: 3
                      ch: 128
                      ch_mult: [%s]
                      num_res_blocks: 2
                      attn_resolutions: [%s]
                      dropout: 0.0
                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 12
                    wrap: True
                    train:
                      target: ldm.data.imagenet.ImageNetSRTrain
                      params: {size: 256, degradation: pil_nearest}
                    validation:
                      target: ldm.data.imagenet.ImageNetSRValidation
                      params: {size: 256, degradation: pil_nearest}
                lightning:
                  callbacks:
                    image_logger:
                      target: main.ImageLogger
                      params: {batch_frequency: 1000, max_images: 8, increase_log_steps: True}
                  trainer: {benchmark: True, accumulate_grad_batches: 2}
                """.formatted(
                        channels, channels, multipliers, attention));
        Recipe recipe = Published.recipe(file, Published.IMAGES_ALONE, folder);
        Schedule schedule = ((FirstStageRecipe.Kl) recipe.firstStage()).schedule();
        assertThat(schedule.batch()).isEqualTo(24);
        assertThat(schedule.accumulation()).isEqualTo(2);
        assertThat(Published.peak(schedule.learningRate())).isCloseTo(1.08e-4, within(1e-12));
        assertThat(schedule.checkpointImages()).as("a thousand steps").isEqualTo(24_000);
        assertThat(recipe.data().framing()).isEqualTo(new Framing(256, new Framing.Part(0.5, 1), 0, Resampling.AREA));
        assertThat(((DataRecipe.Listed) recipe.data()).list().file()).endsWith("ILSVRC2012_train/filelist.txt");
    }
}
