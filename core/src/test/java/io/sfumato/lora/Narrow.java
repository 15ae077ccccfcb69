package io.sfumato.lora;

import io.sfumato.condition.Condition;
import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.clip.ClipTextTransformer;
import io.sfumato.condition.text.Pooling;
import io.sfumato.condition.text.TextEncoder;
import io.sfumato.condition.text.TextSpec;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.FirstStageSpec;
import io.sfumato.firststage.LatentScaling;
import io.sfumato.model.ConditionerSpec;
import io.sfumato.model.GenerationDefaults;
import io.sfumato.model.ModelDescription;
import io.sfumato.model.ModelParts;
import io.sfumato.model.Tokenizers;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stable Diffusion v1 with everything narrow, and the same with the text encoder of latent diffusion. */
enum Narrow {
    CLIP,
    BERT;

    static final int WIDTH = 32;

    private ConditionerSpec conditioner() {
        return switch (this) {
            case CLIP ->
                new ConditionerSpec.ClipText(
                        new ClipTextSpec(30, 9, WIDTH, 2, 4, 48, ClipTextSpec.Activation.QUICK_GELU));
            case BERT ->
                new ConditionerSpec.Text(
                        new TextSpec(new TextTransformerSpec(30, 9, WIDTH, 2), Pooling.NONE, Optional.empty()));
        };
    }

    private static UNetSpec unet(UNetSpec.Attention attention) {
        return new UNetSpec(
                4,
                4,
                WIDTH,
                List.of(1, 2),
                1,
                Set.of(1, 2),
                attention,
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SHIFT,
                Optional.empty());
    }

    private static ModelDescription description(ConditionerSpec conditioner, UNetSpec unet) {
        return new ModelDescription(
                ModelDescription.VERSION,
                "narrow",
                new FirstStageSpec.Kl(new AutoencoderSpec(
                        4, 16, WIDTH, List.of(1), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4)),
                LatentScaling.NONE,
                conditioner,
                unet,
                new EpsPrediction(NoiseTable.of(new BetaSchedule.ScaledLinear(0.00085, 0.012), 1000)),
                GenerationDefaults.ofReference(16, conditioner),
                Map.of());
    }

    ModelDescription description() {
        return description(conditioner(), unet(new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(2), 1, WIDTH)));
    }

    /** Its networks, with random weights that are always the same. */
    ModelParts parts() {
        return parts(description());
    }

    /** A model that reads nothing, whose U-Net attends to itself. */
    static ModelParts unconditional() {
        return parts(description(
                new ConditionerSpec.Unconditional(), unet(new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(2)))));
    }

    private static ModelParts parts(ModelDescription description) {
        ModelParts parts =
                ModelParts.build(description, new Init.Blank(Placement.FLOAT32), Tokenizers.NONE, Placement.FLOAT32);
        RandomWeights.fill(parts.parameters(), 1);
        return parts;
    }

    /** What U-Net and text encoder together make of always the same noise and words, [1, 4, 5, 6]. */
    static Tensor output(ModelParts parts) {
        Tensor ids = Tensors.of(new long[] {3, 1, 4, 1, 5, 9, 2, 6, 5}, Shape.of(1, 9));
        Condition condition = parts.conditioning().network() instanceof ClipTextTransformer clip
                ? Condition.none().withContext(clip.forward(ids, DType.FLOAT32))
                : ((TextEncoder) parts.conditioning().network()).forward(ids, DType.FLOAT32);
        try (Rng rng = Rng.seeded(7)) {
            Tensor noise = rng.normal(Shape.of(1, 4, 5, 6));
            return parts.unet().forward(noise, Tensors.of(new float[] {400}, Shape.of(1)), condition);
        }
    }
}
