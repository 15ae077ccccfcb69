package io.sfumato.cli;

import io.sfumato.condition.ClassSpec;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.condition.text.Tokenizer;
import io.sfumato.condition.text.WordPieceVocabulary;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelFolder;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.tensor.Rng;
import io.sfumato.unet.UNetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model folder that has everything and knows nothing: 16 x 16 pixels, random weights. */
final class TinyModel {
    static final int SIDE = 16;

    private static final int WIDTH = 32;
    private static final int LATENT_CHANNELS = 4;
    private static final int WINDOW = 8;

    /** Some weights begin at 0, so that nothing that is said would be heard. */
    private static final double NOT_ZERO = 0.02;

    private TinyModel() {}

    static Path write(Path folder) throws IOException {
        Path words = Files.createTempFile(folder, "words", ".json");
        Files.writeString(
                words,
                WordPieceVocabulary.of(List.of("a red apple", "noto style")).toJson());
        Path model = folder.resolve("tiny");
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1);
                Tokenizer tokenizer = Tokenizer.open(words, WINDOW)) {
            ModelDescription description = description(tokenizer.vocabulary());
            try (ModelParts parts =
                    ModelParts.build(description, Init.drawn(rng), Tokenizers.of(tokenizer), Placement.FLOAT32)) {
                ModelFolder.write(model, description, parts, Tokenizers.of(tokenizer));
            }
        }
        Files.delete(words);
        return model;
    }

    /** One that hears four classes, of which the last stands for any where it has learned that. */
    static Path writeClasses(Path folder, List<String> names, ModelDescription.Absence absence) {
        return write(
                folder,
                described(new ConditionerSpec.ClassToken(new ClassSpec(4, WIDTH)), names, Optional.of(absence)));
    }

    /** One that is told nothing. */
    static Path writeUnconditional(Path folder) {
        return write(folder, described(new ConditionerSpec.Unconditional(), List.of(), Optional.empty()));
    }

    private static Path write(Path folder, ModelDescription description) {
        try (Region region = Region.open();
                Rng rng = Rng.seeded(1);
                ModelParts parts = ModelParts.build(description, Init.drawn(rng), Tokenizers.NONE, Placement.FLOAT32)) {
            Grad.off(() -> parts.unet().parameters().values().forEach(weights -> weights.addInPlace(NOT_ZERO)));
            ModelFolder.write(folder, description, parts, Tokenizers.NONE);
        }
        return folder;
    }

    private static ModelDescription description(int vocabulary) {
        return described(
                new ConditionerSpec.Text(new TextSpec(
                        new TextTransformerSpec(vocabulary, WINDOW, WIDTH, 1), Pooling.NONE, Optional.empty())),
                List.of(),
                Optional.empty());
    }

    private static ModelDescription described(
            ConditionerSpec conditioner, List<String> classes, Optional<ModelDescription.Absence> absence) {
        return new ModelDescription(
                ModelDescription.VERSION,
                "tiny",
                new FirstStageSpec.Kl(new AutoencoderSpec(
                        2,
                        SIDE,
                        WIDTH,
                        List.of(1),
                        1,
                        Set.of(),
                        AutoencoderSpec.Attention.SOFTMAX,
                        LATENT_CHANNELS,
                        LATENT_CHANNELS)),
                new LatentScaling(0, 1),
                conditioner,
                new UNetSpec(
                        LATENT_CHANNELS,
                        LATENT_CHANNELS,
                        WIDTH,
                        List.of(1, 1),
                        1,
                        Set.of(),
                        conditioner instanceof ConditionerSpec.Unconditional
                                ? new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(1))
                                : new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(1), 1, WIDTH),
                        UNetSpec.Resampling.CONVOLUTION,
                        UNetSpec.Modulation.SHIFT,
                        Optional.empty()),
                new VPrediction(NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000)),
                new GenerationDefaults(SIDE, SIDE, 2, 4, SamplerChoice.of(SamplerName.DDIM)),
                classes,
                absence,
                Map.of());
    }
}
