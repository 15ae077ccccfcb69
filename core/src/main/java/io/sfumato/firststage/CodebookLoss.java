package io.sfumato.firststage;

import io.sfumato.tensor.Tensor;

/**
 * What draws features and codes together, van den Oord et al. 2017, eq. 3, second and third term: the codebook term moves
 * codes to features, the commitment term features to codes. Each is a mean over all elements.
 *
 * @param beta weight of one of the two, 0.25 in the paper and the reference
 */
public record CodebookLoss(double beta, Weighted weighted) {

    /** The term that has the weight. */
    public enum Weighted {
        /** As in the paper. */
        COMMITMENT,
        /** As in the reference, whose {@code legacy} has stayed its default. */
        CODEBOOK
    }

    public CodebookLoss {
        if (!(beta >= 0 && Double.isFinite(beta))) {
            throw new IllegalArgumentException("beta of the codebook loss is " + beta + ", expected 0 or more");
        }
    }

    /**
     * The loss, a scalar.
     *
     * @param features before they are replaced by codes, [N, C, H, W]
     * @param codes the nearest codes, [N, C, H, W]
     */
    public Tensor of(Tensor features, Tensor codes) {
        Tensor commitment = features.sub(codes.detach()).square().mean();
        Tensor codebook = codes.sub(features.detach()).square().mean();
        return weighted == Weighted.COMMITMENT
                ? codebook.add(commitment.mul(beta))
                : commitment.add(codebook.mul(beta));
    }

    /** The codes, whose gradient goes to the features as if nothing were between them: sec. 3.2. */
    public static Tensor straightThrough(Tensor features, Tensor codes) {
        return features.add(codes.sub(features).detach());
    }
}
