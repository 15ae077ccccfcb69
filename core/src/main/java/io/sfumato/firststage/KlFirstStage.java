package io.sfumato.firststage;

import io.sfumato.image.Pixels;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;

/** A trained KL autoencoder with its scaling and the precision that it computes in. */
public record KlFirstStage(KlAutoencoder autoencoder, LatentScaling scaling, DType compute) implements FirstStage {

    @Override
    public Latents encode(Pixels pixels, Rng rng) {
        Tensor moments = autoencoder.moments(pixels.nchw().to(compute)).to(DType.FLOAT32);
        Tensor raw = DiagonalGaussian.of(moments).sample(rng);
        return new Latents(raw.sub(scaling.shift()).mul(scaling.scale()));
    }

    @Override
    public Pixels decode(Latents latents) {
        Tensor raw = latents.nchw().div(scaling.scale()).add(scaling.shift());
        return new Pixels(
                autoencoder.reconstruct(raw.to(compute)).to(DType.FLOAT32).clamp(-1, 1));
    }

    @Override
    public int factor() {
        return autoencoder.spec().factor();
    }

    @Override
    public Shape latentShape(Shape pixels) {
        int factor = factor();
        long height = pixels.size(2);
        long width = pixels.size(3);
        if (height <= 0 || width <= 0 || height % factor != 0 || width % factor != 0) {
            throw new IllegalArgumentException("pictures of " + width + " x " + height
                    + " do not fit the first stage: width and height must be multiples of " + factor);
        }
        return Shape.of(pixels.size(0), autoencoder.spec().embeddedChannels(), height / factor, width / factor);
    }
}
