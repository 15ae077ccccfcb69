package io.sfumato.firststage;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;

/** The autoencoder whose latents are normal distributions held near the unit normal (Rombach et al. 2021, sec. 3.1). */
public final class KlAutoencoder extends Autoencoder {
    private final AutoencoderSpec spec;
    private final Chain encoder;
    private final Chain decoder;
    private final Conv2d quant;
    private final Conv2d postQuant;

    public KlAutoencoder(AutoencoderSpec spec, Init init) {
        this.spec = spec;
        encoder = child("encoder", Encoder.build(spec, 2 * spec.latentChannels(), init));
        decoder = child("decoder", Decoder.build(spec, init));
        quant = child("quant_conv", Conv2d.pointwise(2L * spec.latentChannels(), 2L * spec.embeddedChannels(), init));
        postQuant = child("post_quant_conv", Conv2d.pointwise(spec.embeddedChannels(), spec.latentChannels(), init));
    }

    @Override
    public AutoencoderSpec spec() {
        return spec;
    }

    @Override
    public KlFirstStage firstStage(LatentScaling scaling, Placement compute) {
        return new KlFirstStage(this, scaling, compute);
    }

    /** Means and log-variances of the unscaled latents, [N, 2C, H/f, W/f]. */
    public Tensor moments(Tensor pixels) {
        return quant.forward(encoder.forward(pixels));
    }

    /** Pixels of unscaled latents, [N, 3, H, W]; not clamped. */
    public Tensor reconstruct(Tensor latents) {
        return decoder.forward(postQuant.forward(latents));
    }
}
