package io.sfumato.firststage;

import io.sfumato.nn.Module;
import io.sfumato.tensor.DType;

/** The network of a first stage: an encoder and a decoder, and what keeps the code between them tame. */
public abstract sealed class Autoencoder extends Module permits KlAutoencoder, VqAutoencoder {
    /** Its sizes. */
    public abstract AutoencoderSpec spec();

    /** This network at work: with the scaling of its latents, in one precision. */
    public abstract FirstStage firstStage(LatentScaling scaling, DType compute);
}
