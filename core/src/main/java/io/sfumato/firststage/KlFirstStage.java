package io.sfumato.firststage;

import io.sfumato.image.Pixels;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;

/** A trained KL autoencoder with its scaling, its place and the precision that it computes in. */
public record KlFirstStage(KlAutoencoder autoencoder, LatentScaling scaling, Placement compute) implements FirstStage {

    @Override
    public Latents encode(Pixels pixels, Rng rng) {
        return scaling.apply(posterior(pixels).sample(rng));
    }

    @Override
    public Latents encode(Pixels pixels, Draws draws) {
        return scaling.apply(posterior(pixels).sample(draws));
    }

    /** The mode of the posterior. */
    @Override
    public Tensor code(Pixels pixels) {
        return posterior(pixels).mode();
    }

    private DiagonalGaussian posterior(Pixels pixels) {
        return DiagonalGaussian.of(
                autoencoder.moments(pixels.nchw().to(compute)).to(DType.FLOAT32));
    }

    @Override
    public Pixels decode(Latents latents) {
        Tensor raw = scaling.undo(latents).to(compute);
        return new Pixels(autoencoder.reconstruct(raw).to(DType.FLOAT32));
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
