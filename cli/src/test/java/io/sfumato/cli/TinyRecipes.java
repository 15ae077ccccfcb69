package io.sfumato.cli;

import io.sfumato.image.Png;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures, and recipes and configurations that are trained in a moment. */
final class TinyRecipes {
    /** A rate that is sane for two steps of training and then is not. */
    static final String EXPLODING = """
            {type: warm_up_linear_cycles, cycles: [
                    {start: 1.0e-4, peak: 1.0e-4, end: 1.0e-4, warmup: 0, length: 2},
                    {start: 1.0e+30, peak: 1.0e+30, end: 1.0e+30, warmup: 0, length: 100}]}""".stripTrailing();

    private TinyRecipes() {}

    /** So many pictures of 16 × 16 pixels, {@code 000.png} and on. */
    static Path writePictures(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(List.of(Color.RED, Color.GREEN, Color.BLUE).get(i % 3));
            graphics.fillOval(i % 5, 3, 10, 10);
            graphics.dispose();
            Png.of(image).write(folder.resolve("%03d.png".formatted(i)));
        }
        return folder;
    }

    /** A recipe of an autoencoder on such pictures. */
    static String autoencoder(String type, Path pictures, String rate) {
        return """
                name: tiny
                source: null
                seed: 3
                precision: float32
                data: {type: %s, folder: '%s', framing: {size: 16, cut: {type: as_is}}, held_out: 0}
                first_stage:
                  type: kl
                  model:
                    patch: 4
                    resolution: 16
                    channels: 32
                    multipliers: [1]
                    residual_blocks: 1
                    attention_sides: []
                    attention: softmax
                    latent_channels: 4
                    embedded_channels: 4
                  kl_weight: 1.0e-6
                  reconstruction: {type: pixels, square_weight: 1.0}
                  schedule:
                    images: 128
                    batch: 8
                    learning_rate: %s
                    optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0}
                    gradient_clip: null
                    average: {type: exponential, decay: 0.9}
                    checkpoint_images: 16
                diffusion: null
                """.formatted(type, pictures, rate);
    }

    /** A configuration of the reference: two classes in the latents of such an autoencoder, over {@code ImageNetTrain}. */
    static String twoClasses(Path root) {
        return """
                model:
                  base_learning_rate: 1.0e-06
                  target: ldm.models.diffusion.ddpm.LatentDiffusion
                  params:
                    cond_stage_key: class_label
                    image_size: 8
                    channels: 4
                    cond_stage_trainable: true
                    conditioning_key: crossattn
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
                        use_spatial_transformer: true
                        transformer_depth: 1
                        context_dim: 32
                    first_stage_config:
                      target: ldm.models.autoencoder.VQModelInterface
                      params:
                        embed_dim: 4
                        n_embed: 16
                        ckpt_path: %s
                        ddconfig:
                          double_z: false
                          z_channels: 4
                          resolution: 16
                          in_channels: 3
                          out_ch: 3
                          ch: 32
                          ch_mult: [1, 1]
                          num_res_blocks: 1
                          attn_resolutions: []
                          dropout: 0.0
                        lossconfig:
                          target: torch.nn.Identity
                    cond_stage_config:
                      target: ldm.modules.encoders.modules.ClassEmbedder
                      params: {n_classes: 2, embed_dim: 32, key: class_label}
                data:
                  target: main.DataModuleFromConfig
                  params:
                    batch_size: 4
                    train:
                      target: ldm.data.imagenet.ImageNetTrain
                      params: {data_root: %s, config: {size: 16}}
                """.formatted(root.resolve("model.ckpt"), root);
    }
}
