package io.sfumato.sampling;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import java.util.Arrays;

/** A denoiser whose condition and guidance are settled: what a {@link Solver} sees. */
@FunctionalInterface
public interface Denoise {

    /**
     * D(x; σ): the expected clean images.
     *
     * @param x [N, C, H, W]
     * @param sigma above 0, the same for the whole batch
     * @return [N, C, H, W]
     */
    Tensor at(Tensor x, double sigma);

    /** {@code denoiser} under one condition; what it makes of that is made here, once. */
    static Denoise of(Denoiser denoiser, Condition condition) {
        Denoiser.Hearing hearing = denoiser.hearing(condition);
        return (x, sigma) -> {
            double[] levels = new double[Math.toIntExact(x.size(0))];
            Arrays.fill(levels, sigma);
            return hearing.denoise(x, Tensors.of(levels, Shape.of(levels.length)));
        };
    }
}
