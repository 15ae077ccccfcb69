package io.sfumato.firststage;

import io.sfumato.tensor.Tensor;

/** How raw latents become latents of about unit variance: scaled = (raw − shift) · scale. */
public record LatentScaling(double shift, double scale) {
    /** Latents as the encoder gives them: those of the reference's VQ models have about unit variance already. */
    public static final LatentScaling NONE = new LatentScaling(0, 1);

    public LatentScaling {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("latent scale is " + scale + ", expected a number above 0");
        }
    }

    /** Latents of raw codes. */
    Latents apply(Tensor raw) {
        return new Latents(raw.sub(shift).mul(scale));
    }

    /** Raw codes of latents. */
    Tensor undo(Latents latents) {
        return latents.nchw().div(scale).add(shift);
    }
}
