package io.sfumato.model;

import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.SketchSpec;
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
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Region;
import io.sfumato.unet.UNetSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model that has everything and knows nothing, for tests: pictures of 16 × 16 pixels in a moment. Its weights are
 * random and always the same, so that seed, prompt and guidance all change the picture.
 */
public final class TinyModel {
    /** Width and height of its pictures; others may be multiples of 8. */
    public static final int SIDE = 16;

    /** Tokens that it reads of a text. */
    public static final int WINDOW = 8;

    private static final int WIDTH = 32;
    private static final List<String> WORDS = List.of("a red apple", "noto style");

    private TinyModel() {}

    /** Writes a model folder, and returns it. */
    public static Path write(Path folder) {
        try (Region region = Region.open();
                Tokenizer tokenizer = tokenizer();
                ModelParts parts = parts()) {
            ModelFolder.write(folder, description(), parts, Tokenizers.of(tokenizer));
            return folder;
        }
    }

    /** What it is made of. */
    public static ModelDescription description() {
        int vocabulary = WordPieceVocabulary.of(WORDS).size();
        UNetSpec unet = new UNetSpec(
                8,
                4,
                WIDTH,
                List.of(1, 2),
                1,
                Set.of(2),
                new UNetSpec.CrossAttention(new UNetSpec.HeadWidth(16), 1, WIDTH),
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SCALE_SHIFT,
                Optional.of(new UNetSpec.VectorOfWidth(WIDTH)));
        return new ModelDescription(
                ModelDescription.VERSION,
                "tiny",
                new FirstStageSpec.Kl(new AutoencoderSpec(
                        4, SIDE, WIDTH, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4)),
                new LatentScaling(0.1, 0.9),
                new ConditionerSpec.Text(new TextSpec(
                        new TextTransformerSpec(vocabulary, WINDOW, WIDTH, 1),
                        Pooling.FIRST_TOKEN,
                        Optional.of(new SketchSpec(4, SIDE / 4, 8, 1)))),
                unet,
                new VPrediction(NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000)),
                new GenerationDefaults(SIDE, SIDE, 3, 4, SamplerChoice.of(SamplerName.DDIM)),
                Map.of("made_by", "a test"));
    }

    /** Its networks in float32; the values are exact in the half precision of a file. */
    public static ModelParts parts() {
        return parts(Tokenizers.NONE, Placement.FLOAT32);
    }

    /** The same, with conditioner and first stage computing in a precision of choice. */
    public static ModelParts parts(Tokenizers tokenizers, Placement compute) {
        ModelParts parts = ModelParts.build(description(), new Init.Blank(Placement.FLOAT32), tokenizers, compute);
        RandomWeights.fill(parts.parameters(), 1);
        return parts;
    }

    /** Its tokenizer. */
    public static Tokenizer tokenizer() {
        try {
            Path file = Files.createTempFile("tokenizer", ".json");
            try {
                Files.writeString(file, WordPieceVocabulary.of(WORDS).toJson());
                return Tokenizer.open(file, WINDOW);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
