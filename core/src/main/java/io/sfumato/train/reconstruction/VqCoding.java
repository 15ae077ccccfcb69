package io.sfumato.train.reconstruction;

import io.sfumato.firststage.CodebookLoss;
import io.sfumato.firststage.CodebookUsage;
import io.sfumato.firststage.VqAutoencoder;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A code of a learned set (van den Oord et al. 2017; Esser et al. 2021).
 *
 * @param weight of the loss that draws codes and features together
 * @param compute place and precision of the network; codes are sought in float32
 */
record VqCoding(VqAutoencoder autoencoder, CodebookLoss loss, double weight, Placement compute) implements Coding {
    /** The reference's, with its default of which term has the weight. */
    static final CodebookLoss REFERENCE = new CodebookLoss(0.25, CodebookLoss.Weighted.CODEBOOK);

    /** Nothing is drawn. */
    @Override
    public Coded learning(Tensor pictures, Draws draws) {
        return looking(pictures);
    }

    @Override
    public Coded looking(Tensor pictures) {
        Tensor features = autoencoder.features(pictures.to(compute)).to(pictures.dtype());
        Tensor indices =
                autoencoder.codebook().nearest(features.to(DType.FLOAT32)).indices(); // [N, h·w]
        Tensor codes = autoencoder
                .codebook()
                .lookup(indices.reshape(features.size(0), features.size(2), features.size(3))); // [N, h, w]
        Tensor distance = loss.of(features, codes);
        Tensor passed = CodebookLoss.straightThrough(features, codes);
        Tensor reconstructions = autoencoder.reconstruct(passed.to(compute)).to(pictures.dtype());
        return new Coded(reconstructions, distance.mul(weight), () -> figures(distance, indices), Optional.of(indices));
    }

    private Map<String, Double> figures(Tensor distance, Tensor indices) {
        CodebookUsage usage =
                CodebookUsage.of(indices.toLongs(), autoencoder.codebook().entries());
        return Map.of(
                "codebook", distance.item(),
                "perplexity", usage.perplexity(),
                "codes_used", (double) usage.entries());
    }
}
