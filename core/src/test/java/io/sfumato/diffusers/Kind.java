package io.sfumato.diffusers;

import io.sfumato.condition.clip.ClipTextSpec;
import io.sfumato.condition.text.Pooling;
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
import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small model of a kind. */
enum Kind {
    /** Attention everywhere with two heads and more, on levels of the autoencoder too; residual blocks resample. */
    CLASSES {
        @Override
        FirstStageSpec firstStage() {
            return kl(Set.of(16));
        }

        @Override
        ConditionerSpec conditioner() {
            return new ConditionerSpec.Label(5);
        }

        @Override
        UNetSpec unet() {
            return new UNetSpec(
                    4,
                    4,
                    32,
                    List.of(1, 2, 2),
                    2,
                    Set.of(1, 4),
                    new UNetSpec.SelfAttention(new UNetSpec.HeadWidth(16)),
                    UNetSpec.Resampling.RESIDUAL,
                    UNetSpec.Modulation.SCALE_SHIFT,
                    Optional.of(new UNetSpec.ClassOf(5)));
        }
    },
    /** One head. */
    UNCONDITIONAL {
        @Override
        FirstStageSpec firstStage() {
            return new FirstStageSpec.Vq(
                    new AutoencoderSpec(
                            1, 32, 32, List.of(1, 1, 2), 2, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4),
                    16);
        }

        @Override
        ConditionerSpec conditioner() {
            return new ConditionerSpec.Unconditional();
        }

        @Override
        UNetSpec unet() {
            return convolutional(new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(1)));
        }
    },
    BERT {
        @Override
        FirstStageSpec firstStage() {
            return kl(Set.of());
        }

        @Override
        ConditionerSpec conditioner() {
            return new ConditionerSpec.Text(
                    new TextSpec(new TextTransformerSpec(WORDS.size(), 8, 32, 3), Pooling.NONE, Optional.empty()));
        }

        @Override
        UNetSpec unet() {
            return convolutional(new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 2, 32));
        }
    },
    CLIP {
        @Override
        FirstStageSpec firstStage() {
            return kl(Set.of());
        }

        @Override
        ConditionerSpec conditioner() {
            return new ConditionerSpec.ClipText(
                    new ClipTextSpec(49_408, 9, 32, 2, 4, 48, ClipTextSpec.Activation.GELU));
        }

        @Override
        UNetSpec unet() {
            return convolutional(new UNetSpec.CrossAttention(new UNetSpec.HeadWidth(16), 1, 32));
        }
    };

    /** The vocabulary of BERT. */
    static final List<String> WORDS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "apple");

    abstract FirstStageSpec firstStage();

    abstract ConditionerSpec conditioner();

    abstract UNetSpec unet();

    private static FirstStageSpec kl(Set<Integer> attentionSides) {
        return new FirstStageSpec.Kl(new AutoencoderSpec(
                1, 32, 32, List.of(1, 2), 1, attentionSides, AutoencoderSpec.Attention.SOFTMAX, 4, 4));
    }

    private static UNetSpec convolutional(UNetSpec.Attention attention) {
        return new UNetSpec(
                4,
                4,
                32,
                List.of(1, 2, 2),
                2,
                Set.of(2),
                attention,
                UNetSpec.Resampling.CONVOLUTION,
                UNetSpec.Modulation.SHIFT,
                Optional.empty());
    }

    ModelDescription description() {
        return new ModelDescription(
                ModelDescription.VERSION,
                "diffusers",
                firstStage(),
                new LatentScaling(0, 0.7),
                conditioner(),
                unet(),
                new EpsPrediction(NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0195), 1000)),
                GenerationDefaults.ofReference(16 * firstStage().sizes().factor(), conditioner()),
                Map.of());
    }
}
