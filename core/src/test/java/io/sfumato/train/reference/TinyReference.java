package io.sfumato.train.reference;

import io.sfumato.image.Png;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Configurations as the reference writes them, of models small enough for a moment, and pictures where they look. */
final class TinyReference {
    private static final List<Color> COLOURS = List.of(Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW);

    private TinyReference() {}

    /** Eight pictures of 20 × 16 pixels, and two to validate with, in a folder and in two lists. */
    static void writePictures(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(COLOURS.get(i % 4));
            graphics.fillRect(i, 3, 8, 10);
            graphics.dispose();
            Png.of(image).write(folder.resolve(i + ".png"));
            names.add(i + ".png");
        }
        Files.write(folder.resolve("train.txt"), names.subList(0, 8));
        Files.write(folder.resolve("val.txt"), names.subList(8, 10));
        Files.write(folder.resolve("train-paths.txt"), paths(folder, names.subList(0, 8)));
        Files.write(folder.resolve("val-paths.txt"), paths(folder, names.subList(8, 10)));
    }

    private static List<String> paths(Path folder, List<String> names) {
        return names.stream().map(name -> folder.resolve(name).toString()).toList();
    }

    private static String ddconfig(String indent) {
        return """
                ddconfig:
                  double_z: true
                  z_channels: 4
                  resolution: 16
                  in_channels: 3
                  out_ch: 3
                  ch: 32
                  ch_mult: [1, 1]
                  num_res_blocks: 1
                  attn_resolutions: []
                  dropout: 0.0
                """.indent(indent.length()).stripTrailing();
    }

    /** In the manner of {@code configs/autoencoder/autoencoder_kl_32x32x4.yaml}: six steps of two batches of two. */
    static Path autoencoder(Path folder, Path pictures) throws IOException {
        return Files.writeString(folder.resolve("tiny_kl.yaml"), """
                model:
                  base_learning_rate: 4.5e-5
                  target: ldm.models.autoencoder.AutoencoderKL
                  params:
                    monitor: "val/rec_loss"
                    embed_dim: 4
                    lossconfig:
                      target: ldm.modules.losses.LPIPSWithDiscriminator
                      params:
                        disc_start: 3
                        kl_weight: 0.000001
                        disc_weight: 0.5
                        disc_num_layers: 1
                %s
                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 2
                    wrap: True
                    train:
                      target: taming.data.custom.CustomTrain
                      params:
                        size: 16
                        training_images_list_file: %s
                    validation:
                      target: taming.data.custom.CustomTest
                      params:
                        size: 16
                        test_images_list_file: %s
                lightning:
                  callbacks:
                    image_logger:
                      target: main.ImageLogger
                      params: {batch_frequency: 4, max_images: 8, increase_log_steps: True}
                  trainer:
                    benchmark: True
                    accumulate_grad_batches: 2
                    max_steps: 6
                """.formatted(
                        ddconfig("    "), pictures.resolve("train-paths.txt"), pictures.resolve("val-paths.txt")));
    }

    /** In the manner of {@code configs/latent-diffusion/lsun_churches-ldm-kl-8.yaml}: two epochs. */
    static Path diffusion(Path folder, Path pictures, Path firstStage) throws IOException {
        return Files.writeString(folder.resolve("tiny_ldm.yaml"), """
                model:
                  base_learning_rate: 5.0e-5
                  target: ldm.models.diffusion.ddpm.LatentDiffusion
                  params:
                    linear_start: 0.0015
                    linear_end: 0.0155
                    num_timesteps_cond: 1
                    log_every_t: 200
                    timesteps: 1000
                    loss_type: l1
                    first_stage_key: "image"
                    cond_stage_key: "image"
                    image_size: 8
                    channels: 4
                    cond_stage_trainable: False
                    concat_mode: False
                    scale_by_std: True
                    monitor: 'val/loss_simple_ema'
                    scheduler_config:
                      target: ldm.lr_scheduler.LambdaLinearScheduler
                      params:
                        warm_up_steps: [10000]
                        cycle_lengths: [10000000000000]
                        f_start: [1.e-6]
                        f_max: [1.]
                        f_min: [1.]
                    unet_config:
                      target: ldm.modules.diffusionmodules.openaimodel.UNetModel
                      params:
                        image_size: 8
                        in_channels: 4
                        out_channels: 4
                        model_channels: 32
                        attention_resolutions: [2]
                        num_res_blocks: 1
                        channel_mult: [1, 1]
                        num_heads: 2
                        use_scale_shift_norm: True
                        resblock_updown: True
                    first_stage_config:
                      target: ldm.models.autoencoder.AutoencoderKL
                      params:
                        embed_dim: 4
                        ckpt_path: %s
                        monitor: val/rec_loss
                %s
                        lossconfig:
                          target: torch.nn.Identity
                    cond_stage_config: "__is_unconditional__"
                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 4
                    num_workers: 5
                    wrap: False
                    train:
                      target: ldm.data.lsun.LSUNBase
                      params: {size: 16, txt_file: %s, data_root: %s}
                    validation:
                      target: ldm.data.lsun.LSUNBase
                      params: {size: 16, txt_file: %s, data_root: %s, flip_p: 0.0}
                lightning:
                  callbacks:
                    image_logger:
                      target: main.ImageLogger
                      params: {batch_frequency: 2, max_images: 8, increase_log_steps: False}
                  trainer:
                    benchmark: True
                    max_epochs: 2
                """.formatted(
                        firstStage,
                        ddconfig("        "),
                        pictures.resolve("train.txt"),
                        pictures,
                        pictures.resolve("val.txt"),
                        pictures));
    }

    /** The same in the manner of {@code models/ldm/bsr_sr}: it makes pictures twice as large. */
    static Path superResolution(Path folder, Path pictures, Path firstStage) throws IOException {
        String text = Files.readString(diffusion(folder, pictures, firstStage));
        String data =
                "{size: 16, degradation: bsrgan_light, downscale_f: 2, min_crop_f: 0.5, max_crop_f: 1.0, random_crop: true}";
        return Files.writeString(
                folder.resolve("tiny_sr.yaml"),
                text.replace("cond_stage_key: \"image\"", "cond_stage_key: LR_image")
                        .replace("concat_mode: False", "concat_mode: true")
                        .replace("in_channels: 4", "in_channels: 7")
                        .replace(
                                "cond_stage_config: \"__is_unconditional__\"",
                                "cond_stage_config: {target: torch.nn.Identity}")
                        .replace("ldm.data.lsun.LSUNBase", "ldm.data.openimages.SuperresOpenImagesAdvancedTrain")
                        .replaceAll("params: \\{size: 16, txt_file.*", "params: " + data));
    }
}
