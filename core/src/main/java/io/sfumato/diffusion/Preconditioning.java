package io.sfumato.diffusion;

import io.sfumato.tensor.DType;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Tensor;

/**
 * What the network predicts, and so how it becomes a denoiser: D(x; σ) = skip · x + out · F(in · x; noise level),
 * Karras et al. 2022, eq. 7. Each kind is over the timesteps of a {@link NoiseTable} and sees its input at unit
 * variance, in · x = √ᾱ · clean + √(1 − ᾱ) · noise.
 */
public sealed interface Preconditioning permits EpsPrediction, VPrediction, X0Prediction {

    /** The noise levels that the network was trained on. */
    NoiseTable table();

    /** How much of x goes straight to the result, for σ [N, 1, 1, 1]. */
    Tensor skip(Tensor sigma);

    /** The scale of the network's prediction in the result, for σ [N, 1, 1, 1]. */
    Tensor out(Tensor sigma);

    /**
     * What the network should have predicted: (clean − skip · x) / out.
     *
     * @param clean [N, C, H, W]
     * @param noise [N, C, H, W], unit variance
     * @param sigma [N, 1, 1, 1], placed as {@code clean}
     */
    Tensor target(Tensor clean, Tensor noise, Tensor sigma);

    /** The four coefficients at the levels {@code sigma}, [N]. */
    default Coefficients at(Tensor sigma) {
        Tensor column = sigma.reshape(-1, 1, 1, 1); // [N, 1, 1, 1]
        return new Coefficients(skip(column), out(column), unitVariance(column), table().timesteps(sigma));
    }

    /** 1 / √(1 + σ²) = √ᾱ: the scale that takes clean + σ · noise to unit variance. */
    static Tensor unitVariance(Tensor sigma) {
        return sigma.square().add(1).pow(-0.5);
    }

    /**
     * The coefficients of one batch: {@code skip}, {@code out} and {@code in} are [N, 1, 1, 1], {@code noiseLevel} is
     * [N].
     */
    record Coefficients(Tensor skip, Tensor out, Tensor in, Tensor noiseLevel) {

        /** The same beside other tensors; the noise level is float32 there. */
        public Coefficients to(Placement placement) {
            return new Coefficients(
                    skip.to(placement),
                    out.to(placement),
                    in.to(placement),
                    noiseLevel.to(placement.with(DType.FLOAT32)));
        }
    }
}
