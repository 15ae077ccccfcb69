package io.sfumato.sampling;

import io.sfumato.tensor.Held;
import io.sfumato.tensor.Tensor;
import java.util.function.Consumer;

/**
 * What the denoiser said at one point of the trajectory: D(x; σ). A method that corrects x afterwards, as {@link UniPc}
 * does, keeps the corrected x beside the D of the first one.
 */
public record Past(double sigma, Tensor x, Tensor denoised) implements Held {

    /** dx/dσ = (x − D) / σ, which is the predicted noise ε. Karras et al. 2022, eq. 3. */
    public Tensor slope() {
        return x.sub(denoised).div(sigma);
    }

    /** Asks the denoiser at one point. */
    static Past ask(Denoise denoise, Tensor x, double sigma) {
        return new Past(sigma, x, denoise.at(x, sigma));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> visitor) {
        visitor.accept(x);
        visitor.accept(denoised);
    }
}
