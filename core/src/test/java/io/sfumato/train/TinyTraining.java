package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.data.Captions;
import io.sfumato.data.Example;
import io.sfumato.data.ImageFolder;
import io.sfumato.data.Split;
import io.sfumato.image.Png;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Twelve drawn pictures of 16 × 16 pixels and a recipe that is trained in a moment. */
public final class TinyTraining {
    static final int SIDE = 16;
    static final int AUTOENCODER_STEPS = 20;
    static final int SKETCH_STEPS = 15;
    static final int DIFFUSION_STEPS = 8;

    private static final List<String> NAMES = List.of("red", "green", "blue", "yellow", "white", "black");
    private static final List<Color> COLOURS =
            List.of(Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW, Color.WHITE, Color.BLACK);

    private TinyTraining() {}

    /** Writes an image folder of which the last {@code heldOut} pictures are held out. */
    static Path writePictures(Path folder, int heldOut) throws IOException {
        Files.createDirectories(folder);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String shape = i < 6 ? "square" : "circle";
            String label = NAMES.get(i % 6) + " " + shape;
            Path file = folder.resolve(i + ".png");
            Png.of(drawing(COLOURS.get(i % 6), i < 6)).write(file);
            examples.add(new Example(
                    file,
                    label,
                    List.of(shape),
                    Captions.ready(label, "flat"),
                    "flat",
                    label,
                    "shapes",
                    i < 12 - heldOut ? Split.TRAIN : Split.HELD_OUT,
                    "a test"));
        }
        Files.writeString(folder.resolve(ImageFolder.METADATA), ImageFolder.metadata(folder, examples));
        return folder;
    }

    private static BufferedImage drawing(Color colour, boolean square) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(colour);
        if (square) {
            graphics.fillRect(3, 3, 10, 10);
        } else {
            graphics.fillOval(3, 3, 10, 10);
        }
        graphics.dispose();
        return image;
    }

    /** Says something else in a recipe. */
    static void rewrite(Path recipe, String old, String replacement) throws IOException {
        String text = Files.readString(recipe);
        assertThat(text).contains(old);
        Files.writeString(recipe, text.replace(old, replacement));
    }

    /** The text of a recipe over an image folder. */
    public static String recipe(Path pictures) {
        return """
                name: tiny
                seed: 3
                precision: float32
                source: null
                data: {type: captions, folder: '%s', framing: {size: 16, cut: {type: as_is}, flip: 0}}
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
                    images: 80
                    batch: 4
                    learning_rate: {type: cosine, peak: 2.0e-3, warmup: 2, floor: 0.1}
                    optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                    gradient_clip: 1.0
                    average: {type: exponential, decay: 0.9}
                    checkpoint_images: 40
                diffusion:
                  conditioner:
                    type: own_words
                    window: 8
                    width: 32
                    layers: 1
                    pooling: first_token
                    sketch:
                      model: {channels: 4, side: 4, width: 16, blocks: 1}
                      weight: 0.5
                      schedule:
                        images: 60
                        batch: 4
                        learning_rate: {type: constant, peak: 2.0e-3, warmup: 2}
                        optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                        gradient_clip: 1.0
                        average: {type: exponential, decay: 0.9}
                        checkpoint_images: 40
                  scaling: {type: standardised}
                  start: {type: drawn}
                  model:
                    in_channels: 8
                    out_channels: 4
                    width: 32
                    multipliers: [1, 1]
                    residual_blocks: 1
                    attention_factors: [2]
                    attention: {type: cross, heads: {type: width, channels: 16}, depth: 1, context_width: 32}
                    resampling: convolution
                    modulation: scale_shift
                    whole: {type: vector, width: 32}
                  preconditioning:
                    type: v
                    table: {schedule: {type: scaled_linear, start: 0.0015, end: 0.0195}, timesteps: 1000}
                  weighting: {type: min_snr, gamma: 5}
                  distance: l2
                  dropout: 0
                  condition_dropout: 0.25
                  schedule:
                    images: 32
                    batch: 4
                    learning_rate: {type: constant, peak: 1.0e-3, warmup: 2}
                    optimizer: {beta1: 0.9, beta2: 0.99, epsilon: 1.0e-8, weight_decay: 0.01}
                    gradient_clip: 1.0
                    average: {type: exponential, decay: 0.9}
                    checkpoint_images: 16
                  defaults: {width: 16, height: 16, steps: 2, guidance: 4, sampler: ddim}
                  preview_prompts: [red square]
                """.formatted(pictures);
    }
}
