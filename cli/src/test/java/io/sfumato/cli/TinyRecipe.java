package io.sfumato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recipe of both stages on drawn shapes, which takes a second and saves often. */
final class TinyRecipe {
    /** Pictures that each stage sees. */
    static final int IMAGES = 64;

    private TinyRecipe() {}

    static Path write(Path file) throws IOException {
        return Files.writeString(file, """
                name: tiny
                source: null
                seed: 1
                precision: float32
                data: {type: shapes, framing: {size: 32, cut: {type: as_is}}, held_out: 0.05}
                first_stage:
                  type: kl
                  model:
                    patch: 4
                    resolution: 32
                    channels: 32
                    multipliers: [1]
                    residual_blocks: 1
                    attention_sides: []
                    attention: softmax
                    latent_channels: 4
                    embedded_channels: 4
                  kl_weight: 1.0e-6
                  reconstruction: {type: pixels, square_weight: 4.0}
                  schedule:
                    images: 64
                    batch: 4
                    learning_rate: {type: cosine, peak: 3.0e-3, warmup: 4, floor: 0.05}
                    optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                    gradient_clip: 1.0
                    average: {type: exponential, decay: 0.9}
                    checkpoint_images: 16
                diffusion:
                  conditioner: {type: own_words, window: 12, width: 32, layers: 1, pooling: first_token, sketch: null}
                  scaling: {type: standardised}
                  start: {type: drawn}
                  model:
                    in_channels: 4
                    out_channels: 4
                    width: 32
                    multipliers: [1]
                    residual_blocks: 1
                    attention_factors: [1]
                    attention: {type: cross, heads: {type: width, channels: 16}, depth: 1, context_width: 32}
                    resampling: convolution
                    modulation: scale_shift
                    whole: {type: vector, width: 32}
                  preconditioning:
                    type: v
                    table: {schedule: {type: scaled_linear, start: 0.0015, end: 0.0195}, timesteps: 1000}
                  weighting: {type: uniform}
                  distance: l2
                  dropout: 0.1
                  condition_dropout: 0.1
                  schedule:
                    images: 64
                    batch: 4
                    learning_rate: {type: cosine, peak: 3.0e-3, warmup: 4, floor: 0.05}
                    optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                    gradient_clip: 1.0
                    average: {type: exponential, decay: 0.9}
                    checkpoint_images: 16
                  defaults: {width: 32, height: 32, steps: 20, guidance: 2, sampler: ddim}
                  preview_prompts: [a large red circle]
                """);
    }
}
