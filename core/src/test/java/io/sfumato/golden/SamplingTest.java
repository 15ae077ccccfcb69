package io.sfumato.golden;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;

import io.sfumato.condition.Condition;
import io.sfumato.condition.text.TextTransformer;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioned;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.sampling.ClassifierFree;
import io.sfumato.sampling.Denoise;
import io.sfumato.sampling.FreshNoise;
import io.sfumato.sampling.SampleListener;
import io.sfumato.sampling.SamplerChoice;
import io.sfumato.sampling.SamplerName;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import io.sfumato.unet.UNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole runs against the reference: from its noise to its latents and its pictures. */
@ExtendWith(NoLeaks.class)
class SamplingTest {
    private static final double WHOLE_RUN = 1e-3;
    private static final int TIMESTEPS = 1000;
    private static final FreshNoise NONE = shape -> {
        throw new AssertionError("a deterministic sampler drew noise");
    };

    @Test
    void tenDdimStepsMakeTheReferencesUnconditionalPictures() {
        NoiseTable table = NoiseTable.of(new BetaSchedule.ScaledLinear(0.0015, 0.0155), TIMESTEPS);
        try (Golden golden = Golden.open("unconditional-kl");
                UNet unet = GoldenModels.unconditional();
                KlAutoencoder autoencoder = GoldenModels.autoencoder()) {
            Denoise denoise = Denoise.of(new Preconditioned(unet, new EpsPrediction(table)), Condition.none());
            Tensor latent = SamplerChoice.of(SamplerName.DDIM)
                    .build(table, 10)
                    .sample(denoise, golden.get("x_T"), NONE, SampleListener.NONE);
            assertClose(latent, golden.get("expected.latent"), WHOLE_RUN);
            assertClose(decode(autoencoder, latent, 0.7311), golden.get("expected.image"), WHOLE_RUN);
        }
    }

    @Test
    void elevenGuidedPlmsStepsMakeTheReferencesPicturesOfText() {
        NoiseTable table = NoiseTable.of(new BetaSchedule.ScaledLinear(0.00085, 0.012), TIMESTEPS);
        try (Golden golden = Golden.open("text-to-image");
                UNet unet = GoldenModels.conditional();
                TextTransformer text = GoldenModels.text();
                KlAutoencoder autoencoder = GoldenModels.autoencoder()) {
            Condition wanted = condition(text, golden.get("tokens"));
            Condition absent = condition(text, golden.get("uncond.tokens"));
            Denoise denoise =
                    new ClassifierFree(5, absent).bind(new Preconditioned(unet, new EpsPrediction(table)), wanted);
            Tensor latent = SamplerChoice.of(SamplerName.PLMS)
                    .build(table, 11)
                    .sample(denoise, golden.get("x_T"), NONE, SampleListener.NONE);
            assertClose(latent, golden.get("expected.latent"), WHOLE_RUN);
            assertClose(decode(autoencoder, latent, 0.18215), golden.get("expected.image"), WHOLE_RUN);
        }
    }

    private static Condition condition(TextTransformer text, Tensor tokens) {
        return Grad.off(() -> Condition.none().withContext(text.forward(tokens, DType.FLOAT32)));
    }

    private static Tensor decode(KlAutoencoder autoencoder, Tensor latent, double scale) {
        return Grad.off(() -> autoencoder.reconstruct(latent.div(scale)));
    }
}
