package io.sfumato.firststage;

import io.sfumato.nn.Init;
import java.util.Optional;

/** Which kind of autoencoder, and of what sizes. */
public sealed interface FirstStageSpec {

    /** The sizes of encoder and decoder. */
    AutoencoderSpec sizes();

    /** The network. */
    Autoencoder build(Init init);

    /** Latents are normal distributions held near the unit normal. */
    record Kl(AutoencoderSpec sizes) implements FirstStageSpec {
        @Override
        public KlAutoencoder build(Init init) {
            return new KlAutoencoder(sizes, init);
        }
    }

    /**
     * Latents are replaced by the nearest of a learned set when they are decoded.
     *
     * @param codes size of that set
     */
    record Vq(AutoencoderSpec sizes, int codes) implements FirstStageSpec {
        public Vq {
            if (codes < 1) {
                throw new IllegalArgumentException("codebook has " + codes + " codes, expected 1 or more");
            }
        }

        @Override
        public VqAutoencoder build(Init init) {
            return new VqAutoencoder(this, Optional.empty(), init);
        }
    }

    /**
     * As {@link Vq}, with numbers of their own for the indices of codes.
     *
     * @param remap those numbers
     */
    record RemappedVq(AutoencoderSpec sizes, int codes, Remap remap) implements FirstStageSpec {
        public RemappedVq {
            remap.check(new Vq(sizes, codes).codes());
        }

        @Override
        public VqAutoencoder build(Init init) {
            return new VqAutoencoder(new Vq(sizes, codes), Optional.of(remap), init);
        }
    }
}
