package io.sfumato.sampling;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Denoiser;
import io.sfumato.tensor.Tensor;

/** Images whose every number is N(μ, s²): the denoiser and the solution of its equation are known exactly. */
record GaussianData(double mean, double deviation) implements Denoiser, Denoise {

    /** D(x; σ) = (s² x + σ² μ) / (s² + σ²). */
    @Override
    public Tensor at(Tensor x, double sigma) {
        double data = deviation * deviation;
        double noise = sigma * sigma;
        return x.mul(data).add(noise * mean).div(data + noise);
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma, Condition condition) {
        Tensor data = sigma.mul(0).add(deviation * deviation).reshape(-1, 1, 1, 1);
        Tensor noise = sigma.square().reshape(-1, 1, 1, 1);
        Tensor weight = data.div(data.add(noise)).to(x.placement()); // [N, 1, 1, 1]
        return x.sub(mean).mul(weight).add(mean);
    }

    /** x(σ) = μ + (x₀ − μ) √((s² + σ²) / (s² + σ₀²)). */
    Tensor solution(Tensor x, double from, double to) {
        double data = deviation * deviation;
        return x.sub(mean)
                .mul(Math.sqrt((data + to * to) / (data + from * from)))
                .add(mean);
    }
}
