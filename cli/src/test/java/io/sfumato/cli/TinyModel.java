package io.sfumato.cli;

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
import io.sfumato.tensor.DType;
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
                    ModelParts.build(description, Init.drawn(rng), Tokenizers.of(tokenizer), DType.FLOAT32)) {
                ModelFolder.write(model, description, parts, Tokenizers.of(tokenizer));
            }
        }
        Files.delete(words);
        return model;
    }

    private static ModelDescription description(int vocabulary) {
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
                new ConditionerSpec.Text(new TextSpec(
                        new TextTransformerSpec(vocabulary, WINDOW, WIDTH, 1), Pooling.NONE, Optional.empty())),
                new UNetSpec(
                        LATENT_CHANNELS,
                        LATENT_CHANNELS,
                        WIDTH,
                        List.of(1, 1),
                        1,
                        Set.of(),
                        new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(1), 1, WIDTH),
                        UNetSpec.Resampling.CONVOLUTION,
                        UNetSpec.Modulation.SHIFT,
                        Optional.empty()),
                new VPrediction(NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000)),
                new GenerationDefaults(SIDE, SIDE, 2, 4, SamplerChoice.of(SamplerName.DDIM)),
                Map.of());
    }
}
