package io.sfumato.train;

import io.sfumato.data.Drawings;
import io.sfumato.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Eight pictures with everything that may be told of them, and recipes that are trained on them in a few steps. */
final class TinyKinds {
    private static final int PICTURES = 8;

    /** A Kullback-Leibler price, and the error of pixels. */
    static final String KL = firstStage("kl\n  kl_weight: 1.0e-6", "{type: pixels, square_weight: 1}");

    private TinyKinds() {}

    static void write(Path folder) throws IOException {
        StringBuilder pictures = new StringBuilder();
        StringBuilder boxes = new StringBuilder();
        for (int i = 0; i < PICTURES; i++) {
            byte[] png = Drawings.png(Drawings.noise(20, 18, i));
            Drawings.put(folder, "classes/" + "ab".charAt(i % 2) + "/" + i + ".png", png);
            Drawings.put(folder, "captions/" + i + ".png", png);
            Drawings.put(
                    folder,
                    "captions/" + i + ".txt",
                    ("a thing (at 10:45), number " + i).getBytes(StandardCharsets.UTF_8));
            Drawings.put(folder, "boxes/images/" + i + ".png", png);
            Drawings.put(folder, "label_maps/images/" + i + ".png", png);
            Drawings.put(folder, "label_maps/labels/" + i + ".png", map(i));
            pictures.append(String.format(
                    "%s{\"id\": %d, \"file_name\": \"%d.png\", \"width\": 20, \"height\": 18}",
                    i == 0 ? "" : ",", i, i));
            boxes.append(String.format(
                    "%s{\"image_id\": %d, \"category_id\": 1, \"bbox\": [2, 2, 9, 9]}", i == 0 ? "" : ",", i));
        }
        String json = "{\"images\": [" + pictures + "], \"annotations\": [" + boxes
                + "], \"categories\": [{\"id\": 1, \"name\": \"cat\"}]}";
        Drawings.put(folder, "boxes/annotations/instances_all.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] map(int kind) throws IOException {
        BufferedImage image = new BufferedImage(20, 18, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(9, 9, 0, kind % 5);
        return Png.of(image).encode();
    }

    static String recipe(Path folder, Told told, String firstStage) {
        return """
                name: tiny
                source: null
                seed: 5
                precision: float32
                data:
                %sfirst_stage:
                %sdiffusion:
                  conditioner: %s
                  scaling: {type: first_batch}
                  start: {type: drawn}
                  model:
                    in_channels: %d
                    out_channels: 4
                    width: 32
                    multipliers: [1]
                    residual_blocks: 1
                    attention_factors: [1]
                    attention: %s
                    resampling: convolution
                    modulation: shift
                    whole: %s
                  preconditioning:
                    type: eps
                    table: {schedule: {type: scaled_linear, start: 0.0015, end: 0.0195}, timesteps: 1000}
                  weighting: {type: uniform}
                  distance: l1
                  log_variance: {type: learned, initial: 0}
                  bound_weight: 0.001
                  dropout: 0.1
                  condition_dropout: %s
                  schedule:
                    images: 16
                    batch: 4
                    learning_rate: {type: constant, peak: 1.0e-3, warmup: 0}
                    optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                    gradient_clip: null
                    average: {type: power, relative_width: 0.1}
                    checkpoint_images: 8
                    accumulation: 2
                    activations: recomputed
                  defaults: {width: 16, height: 16, steps: 2, guidance: %s, sampler: ddim}
                  preview_prompts: %s
                """.formatted(
                        data(folder, told),
                        firstStage,
                        told.conditioner,
                        told.channels,
                        told.attention(),
                        told.whole,
                        told.dropout(),
                        told.isLeftOut() ? "1.5" : "1",
                        told.prompts());
    }

    private static String data(Path folder, Told told) {
        String pictures =
                """
                  type: %s
                  folder: '%s'
                  held_out: 0.25
                  framing: {size: 16, cut: {type: anywhere}, flip: 0.5}
                %s""".formatted(told.data, folder.resolve(told.isOfPixels() ? told.data : "classes"), told.details());
        return told.beside
                .map(beside -> "  type: hybrid\n  beside: " + beside + "\n  inside:\n" + pictures.indent(2))
                .orElse(pictures);
    }

    static String firstStage(String kind, String reconstruction) {
        return """
                  type: %s
                  model:
                    patch: 1
                    resolution: 16
                    channels: 32
                    multipliers: [1, 1, 1]
                    residual_blocks: 1
                    attention_sides: []
                    attention: softmax
                    latent_channels: 4
                    embedded_channels: 4
                  reconstruction: %s
                  schedule:
                    images: 12
                    batch: 4
                    learning_rate: {type: constant, peak: 1.0e-3, warmup: 0}
                    optimizer: {beta1: 0.5, beta2: 0.9, epsilon: 1.0e-8, weight_decay: 0}
                    gradient_clip: null
                    average: {type: exponential, decay: 0.9}
                    checkpoint_images: 8
                """.formatted(kind, reconstruction).indent(2);
    }

    static String adversarial(int start) {
        return "{type: adversarial, perceptual_weight: 1, discriminator: {start: " + start
                + ", weight: 0.5, layers: 1, loss: vanilla}}";
    }
}
