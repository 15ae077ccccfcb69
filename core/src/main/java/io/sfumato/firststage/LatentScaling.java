package io.sfumato.firststage;

/** How raw latents become latents of about unit variance: scaled = (raw − shift) · scale. */
public record LatentScaling(double shift, double scale) {
    public LatentScaling {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("latent scale is " + scale + ", expected a number above 0");
        }
    }
}
