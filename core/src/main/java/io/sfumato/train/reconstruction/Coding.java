package io.sfumato.train.reconstruction;

import io.sfumato.firststage.Autoencoder;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Tensor;
import io.sfumato.train.loop.Figures;
import java.util.Optional;

/**
 * Pictures through an autoencoder and back, [N, 3, H, W] in and out, while it learns and when it is looked at. Whatever the network
 * computes in, what comes out is as precise as the pictures: float32, but where rounding is to be told from mistakes.
 */
sealed interface Coding permits KlCoding, VqCoding {

    /** The network. */
    Autoencoder autoencoder();

    /**
     * A pass to learn from.
     *
     * @param draws what is random of the code
     */
    Coded learning(Tensor pictures, Draws draws);

    /** A pass with the most probable code; its figures tell how healthy the code is. */
    Coded looking(Tensor pictures);

    /**
     * What becomes of pictures.
     *
     * @param price of the code, a scalar: what keeps it tame, weighted
     * @param figures what tells people of the code
     * @param indices which codes stand for the pictures, int64 [N, h·w], where they are of a learned set
     */
    record Coded(Tensor reconstructions, Tensor price, Figures figures, Optional<Tensor> indices) {}
}
