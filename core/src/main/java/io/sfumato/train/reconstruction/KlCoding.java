package io.sfumato.train.reconstruction;

import io.sfumato.firststage.DiagonalGaussian;
import io.sfumato.firststage.KlAutoencoder;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Figures;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A code that is held near the unit normal (Rombach et al. 2021, sec. 3.1, appendix G).
 *
 * @param weight of the divergence from it, per picture
 * @param compute place and precision of the network
 */
record KlCoding(KlAutoencoder autoencoder, double weight, Placement compute) implements Coding {

    @Override
    public Coded learning(Tensor pictures, Draws draws) {
        DiagonalGaussian posterior = posterior(pictures);
        return coded(posterior, posterior.sample(draws), Figures.NONE);
    }

    /** The same with given noise, which has the shape of the code. */
    Coded learning(Tensor pictures, Tensor noise) {
        DiagonalGaussian posterior = posterior(pictures);
        return coded(posterior, posterior.with(noise), Figures.NONE);
    }

    @Override
    public Coded looking(Tensor pictures) {
        DiagonalGaussian posterior = posterior(pictures);
        return coded(posterior, posterior.mode(), () -> channels(posterior));
    }

    private Coded coded(DiagonalGaussian posterior, Tensor code, Figures channels) {
        Tensor divergence = posterior.divergence().mean();
        Tensor reconstructions = autoencoder.reconstruct(code.to(compute)).to(code.dtype());
        return new Coded(
                reconstructions, divergence.mul(weight), () -> figures(divergence, channels), Optional.empty());
    }

    private static Map<String, Double> figures(Tensor divergence, Figures channels) {
        Map<String, Double> figures = new TreeMap<>(channels.read());
        figures.put("kl", divergence.item());
        return figures;
    }

    private DiagonalGaussian posterior(Tensor pictures) {
        return DiagonalGaussian.of(autoencoder.moments(pictures.to(compute)).to(pictures.dtype()));
    }

    /** Nats that each channel of the code says of an average picture: one that says none is not used. */
    private static Map<String, Double> channels(DiagonalGaussian posterior) {
        double[] nats = posterior.divergences().sum(2, 3).mean(0).toDoubles(); // [N, C, h, w] to [C]
        Map<String, Double> figures = new TreeMap<>();
        for (int channel = 0; channel < nats.length; channel++) {
            figures.put("kl_channel_" + channel, nats[channel]);
        }
        return figures;
    }
}
