package io.sfumato.golden;

import io.sfumato.condition.text.TextTransformer;
import io.sfumato.condition.text.TextTransformerSpec;
import io.sfumato.firststage.AutoencoderSpec;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.unet.UNet;
import io.sfumato.unet.UNetSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The small models of the golden cases, as their configurations state them. */
final class GoldenModels {
    static final Init BLANK = new Init.Blank(Placement.FLOAT32);

    private GoldenModels() {}

    static KlAutoencoder autoencoder() {
        KlAutoencoder autoencoder = new KlAutoencoder(
                new AutoencoderSpec(1, 32, 32, List.of(1, 2), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 4, 4),
                BLANK);
        FormulaWeights.fill(autoencoder, "first_stage_model.");
        return autoencoder;
    }

    static TextTransformer text() {
        TextTransformer text = new TextTransformer(new TextTransformerSpec(50, 13, 32, 2), BLANK);
        FormulaWeights.fill(text, "cond_stage_model.transformer.");
        return text;
    }

    static UNet conditional() {
        UNet unet = new UNet(
                spec(
                        new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(8), 1, 32),
                        UNetSpec.Resampling.CONVOLUTION,
                        UNetSpec.Modulation.SHIFT),
                BLANK);
        FormulaWeights.fill(unet, "model.diffusion_model.");
        return unet;
    }

    static UNet unconditional() {
        UNet unet = new UNet(
                spec(
                        new UNetSpec.SelfAttention(new UNetSpec.FixedHeads(8)),
                        UNetSpec.Resampling.RESIDUAL,
                        UNetSpec.Modulation.SCALE_SHIFT),
                BLANK);
        FormulaWeights.fillAveraged(unet, "model.diffusion_model.");
        return unet;
    }

    private static UNetSpec spec(
            UNetSpec.Attention attention, UNetSpec.Resampling resampling, UNetSpec.Modulation modulation) {
        return new UNetSpec(
                4, 4, 32, List.of(1, 2), 1, Set.of(1, 2), attention, resampling, modulation, Optional.empty());
    }
}
