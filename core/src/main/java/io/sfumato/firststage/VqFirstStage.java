package io.sfumato.firststage;

import io.sfumato.image.Pixels;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Tensor;

/** A trained VQ autoencoder with its scaling, its place and the precision that it computes in; codes are sought in float32. */
public record VqFirstStage(VqAutoencoder autoencoder, LatentScaling scaling, Placement compute) implements FirstStage {

    /** The features before they are replaced by codes: nothing is random. */
    @Override
    public Latents encode(Pixels pixels, Rng rng) {
        return scaling.apply(code(pixels));
    }

    /** Nothing is drawn. */
    @Override
    public Latents encode(Pixels pixels, Draws draws) {
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

    /**
     * The indices of the codes of pictures, int64 [N, h, w], as they are written.
     *
     * @param rng for a {@link Remap} that numbers unknown entries at random
     */
    public Tensor indices(Pixels pixels, Rng rng) {
        Tensor features = code(pixels);
        Tensor written = autoencoder
                .codebook()
                .written(autoencoder.codebook().nearest(features).indices(), rng);
        return written.reshape(features.size(0), features.size(2), features.size(3)); // [N, h, w]
    }

    /** Pictures of indices, int64 [N, h, w], as they are written. */
    public Pixels decodeIndices(Tensor indices) {
        Tensor codes = autoencoder.codebook().lookup(indices).to(compute);
        return new Pixels(autoencoder.reconstruct(codes).to(DType.FLOAT32));
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
