package io.sfumato.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.data.Drawings;
import io.sfumato.image.Png;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.tensor.Safetensors;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.train.loop.Session;
import io.sfumato.train.loop.TrainObserver;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private static final int PICTURES = 8;
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

    /** What a network is told, where it comes from, and what of it reaches the network. */
    private enum Told {
        NOTHING("pictures", "{type: none}", 4, "null", ""),
        NOTHING_OF_CLASSES("classes", "{type: none}", 4, "null", ""),
        NOTHING_OF_MAPS("label_maps", "{type: none}", 4, "null", ""),
        CLASS_TOKEN("classes", "{type: class_token, sizes: {classes: 3, width: 16}}", 4, "null", "class."),
        LABEL("classes", "{type: label, classes: 3}", 4, "{type: class, count: 3}", ""),
        LAYOUT(
                "boxes",
                "{type: layout, sizes: {vocabulary: 8192, window: 92, width: 16, layers: 1}}",
                4,
                "null",
                "layout."),
        MAP(
                "label_maps",
                "{type: semantic_map, sizes: {stages: 2, multiplier: 0.5, method: bilinear, kinds: 5, channels: 3}}",
                7,
                "null",
                "semantic."),
        SMALL("shrunk", "{type: low_resolution}", 7, "null", ""),
        DEGRADED("shrunk", "{type: low_resolution}", 7, "null", ""),
        HOLES("holed", "{type: masked_picture}", 9, "null", "");

        private final String data;
        private final String conditioner;
        private final int channels;
        private final String whole;
        private final String parameters;

        Told(String data, String conditioner, int channels, String whole, String parameters) {
            this.data = data;
            this.conditioner = conditioner;
            this.channels = channels;
            this.whole = whole;
            this.parameters = parameters;
        }

        String attention() {
            boolean tokens = this == CLASS_TOKEN || this == LAYOUT;
            return tokens
                    ? "{type: cross, heads: {type: fixed, count: 1}, depth: 1, context_width: 16}"
                    : "{type: self, heads: {type: fixed, count: 1}}";
        }

        /** What its data say besides where they are. */
        String details() {
            return switch (this) {
                case SMALL -> "  factor: 4\n";
                case DEGRADED -> "  factor: 4\n  degradation: {type: bsrgan, strength: light}\n";
                default -> "";
            };
        }

        String dropout() {
            return isOfClasses() ? "0.25" : "0";
        }

        boolean hearsNothing() {
            return this == NOTHING || this == NOTHING_OF_CLASSES || this == NOTHING_OF_MAPS;
        }

        boolean isOfPixels() {
            return this == LAYOUT || this == MAP || this == NOTHING_OF_MAPS;
        }

        boolean isOfClasses() {
            return this == CLASS_TOKEN || this == LABEL;
        }
    }

    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        StringBuilder pictures = new StringBuilder();
        StringBuilder boxes = new StringBuilder();
        for (int i = 0; i < PICTURES; i++) {
            byte[] png = Drawings.png(Drawings.noise(20, 18, i));
            Drawings.put(folder, "classes/" + "ab".charAt(i % 2) + "/" + i + ".png", png);
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

    private String recipe(Told told, String firstStage) {
        Path data = folder.resolve(told.isOfPixels() ? told.data : "classes");
        return """
                name: tiny
                source: null
                seed: 5
                precision: float32
                data:
                  type: %s
                  folder: '%s'
                  held_out: 0.25
                  framing: {size: 16, cut: {type: anywhere}, flip: 0.5}
                %sfirst_stage:
                %sdiffusion:
                  conditioner: {type: wordless, model: %s}
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
                  preview_prompts: []
                """.formatted(
                        told.data,
                        data,
                        told.details(),
                        firstStage,
                        told.conditioner,
                        told.channels,
                        told.attention(),
                        told.whole,
                        told.dropout(),
                        told.isOfClasses() ? "1.5" : "1");
    }

    private static String firstStage(String kind, String reconstruction) {
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

    private static String adversarial(int start) {
        return "{type: adversarial, perceptual_weight: 1, discriminator: {start: " + start
                + ", weight: 0.5, layers: 1, loss: vanilla}}";
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
        String kl = firstStage("kl\n  kl_weight: 1.0e-6", "{type: pixels, square_weight: 1}");
        Path run = train(recipe(told, kl), "run");
        assertThat(run.resolve("samples/diffusion-000000016.png")).exists();
        ModelDescription model = ModelFolder.description(run.resolve("model"));
        assertThat(model.absent().isPresent()).isEqualTo(told.hearsNothing() || told.isOfClasses());
        assertThat(model.absence())
                .isEqualTo(told.isOfClasses() ? Optional.of(ModelDescription.Absence.LEARNED) : Optional.empty());
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
        String kl = firstStage("kl\n  kl_weight: 1.0e-6", "{type: pixels, square_weight: 1}");
        String text = recipe(Told.LABEL, kl)
                .replace("condition_dropout: 0.25", "condition_dropout: 0")
                .replace("guidance: 1.5", "guidance: 1");
        ModelDescription model = ModelFolder.description(train(text, "run").resolve("model"));
        assertThat(model.absence()).contains(ModelDescription.Absence.UNLEARNED);
        assertThat(model.absent()).isEmpty();
    }

    @Test
    void aCodebookAndADiscriminatorLearnTogether() throws IOException {
        String vq = firstStage("vq\n  codes: 16\n  codebook_weight: 1", adversarial(1));
        Path run = train(recipe(Told.NOTHING, vq), "run");
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
    @EnumSource(names = {"CLASS_TOKEN", "LAYOUT", "DEGRADED"})
    void anInterruptedRunEndsAsIfItHadNotBeen(Told told) throws IOException {
        String vq = firstStage("vq\n  codes: 16\n  codebook_weight: 1", adversarial(1))
                .replace("images: 12", "images: 24")
                .replace("checkpoint_images: 8", "checkpoint_images: 8\n      accumulation: 2");
        Path whole = train(recipe(told, vq), "whole");
        Path file = Files.writeString(folder.resolve("interrupted.yaml"), recipe(told, vq));
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
        String kl = firstStage("kl\n  kl_weight: 1.0e-6", adversarial(100));
        Path run = train(recipe(Told.NOTHING, kl), "run");
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
        String kl = firstStage("kl\n  kl_weight: 1.0e-6", "{type: pixels, square_weight: 1}");
        Path other = train(recipe(Told.NOTHING, kl), "other");
        String pretrained =
                "  type: pretrained\n  recipe: other.yaml\n  model: '" + other.resolve("first-stage") + "'\n";
        Path run = train(recipe(Told.CLASS_TOKEN, pretrained), "run");
        try (TensorArchive first = Safetensors.open(other.resolve("first-stage/model.safetensors"));
                TensorArchive model = Safetensors.open(run.resolve("model/model.safetensors"))) {
            for (String name : first.names()) {
                assertThat(model.load(name).toDoubles())
                        .as(name)
                        .containsExactly(first.load(name).toDoubles());
            }
        }
        Files.delete(other.resolve("first-stage/model.safetensors"));
        assertThatThrownBy(() -> train(recipe(Told.LABEL, pretrained), "third"))
                .hasMessageContaining("model.safetensors is missing, expected the weights of a first stage");
    }
}
