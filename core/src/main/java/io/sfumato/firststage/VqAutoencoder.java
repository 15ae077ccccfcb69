package io.sfumato.firststage;

import io.sfumato.nn.Chain;
import io.sfumato.nn.Conv2d;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import java.util.Optional;

/**
 * The autoencoder whose decoder sees codes of a learned set alone (van den Oord et al. 2017; Esser et al. 2021).
 * Diffusion runs on the features before they are replaced, so that the replacement is part of decoding (Rombach et al.
 * 2021, sec. 3.1).
 */
public final class VqAutoencoder extends Autoencoder {
    private final AutoencoderSpec sizes;
    private final Chain encoder;
    private final Chain decoder;
    private final Codebook codebook;
    private final Conv2d quant;
    private final Conv2d postQuant;

    VqAutoencoder(FirstStageSpec.Vq spec, Optional<Remap> remap, Init init) {
        sizes = spec.sizes();
        int latent = sizes.latentChannels();
        int embedded = sizes.embeddedChannels();
        encoder = child("encoder", Encoder.build(sizes, latent, init));
        decoder = child("decoder", Decoder.build(sizes, init));
        codebook = child("quantize", new Codebook(spec.codes(), embedded, remap, init));
        quant = child("quant_conv", Conv2d.pointwise(latent, embedded, init));
        postQuant = child("post_quant_conv", Conv2d.pointwise(embedded, latent, init));
    }

    @Override
    public AutoencoderSpec spec() {
        return sizes;
    }

    @Override
    public VqFirstStage firstStage(LatentScaling scaling, Placement compute) {
        return new VqFirstStage(this, scaling, compute);
    }

    public Codebook codebook() {
        return codebook;
    }

    /** Features before they are replaced by codes, [N, C, H/f, W/f]. */
    public Tensor features(Tensor pixels) {
        return quant.forward(encoder.forward(pixels));
    }

    /** Pixels of codes, [N, 3, H, W]; not clamped. */
    public Tensor reconstruct(Tensor codes) {
        return decoder.forward(postQuant.forward(codes));
    }
}
