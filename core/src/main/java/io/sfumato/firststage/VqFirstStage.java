package io.sfumato.firststage;

import io.sfumato.image.Pixels;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;

/** A trained VQ autoencoder with its scaling and the precision that it computes in; codes are sought in float32. */
public record VqFirstStage(VqAutoencoder autoencoder, LatentScaling scaling, DType compute) implements FirstStage {

    /** The features before they are replaced by codes: nothing is random. */
    @Override
    public Latents encode(Pixels pixels, Rng rng) {
        return scaling.apply(code(pixels));
    }

    @Override
    public Tensor code(Pixels pixels) {
        return autoencoder.features(pixels.nchw().to(compute)).to(DType.FLOAT32);
    }

    @Override
    public Pixels decode(Latents latents) {
        Tensor codes = autoencoder.codebook().nearest(scaling.undo(latents)).codes();
        return new Pixels(autoencoder.reconstruct(codes.to(compute)).to(DType.FLOAT32));
    }

    @Override
    public int factor() {
        return autoencoder.spec().factor();
    }

    @Override
    public int channels() {
        return autoencoder.spec().embeddedChannels();
    }
}
