package io.sfumato.sampling;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;

import io.sfumato.diffusion.GoldenFiles;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trajectories of k-diffusion's samplers, in float32, under a denoiser that is not linear. */
@ExtendWith(NoLeaks.class)
class KDiffusionTest {
    private static final GaussianData LINEAR = new GaussianData(0.3, 0.5);

    /** D of the golden case: that of Gaussian data, and a twentieth of tanh(x / (1 + σ)). */
    private static Tensor denoised(Tensor x, double sigma) {
        Tensor twice = x.div(1 + sigma).mul(2).exp();
        Tensor tanh = twice.sub(1).div(twice.add(1));
        return LINEAR.at(x, sigma).add(tanh.mul(0.05));
    }

    static Stream<Arguments> samplers() {
        return Stream.of("karras", "exponential")
                .flatMap(spacing -> Stream.of(
                        Arguments.of("euler", spacing, new Euler()),
                        Arguments.of("heun", spacing, new Heun()),
                        Arguments.of("dpmpp_2m", spacing, new DpmPlusPlus2M()),
                        Arguments.of("euler_ancestral", spacing, new Ancestral(new Euler(), 1))));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void trajectoriesEndWhereKDiffusionsDo(String name, String spacing, Solver solver) {
        try (TensorArchive golden = GoldenFiles.open("k-samplers")) {
            double[] sigmas = golden.load("sigmas." + spacing).toDoubles();
            String recorded = "noise." + name + "." + spacing;
            FreshNoise noise = golden.contains(recorded) ? Noises.recorded(golden.load(recorded)) : Noises.NONE;
            // k-diffusion starts at unit noise · σ₀, the sampler at unit noise · √(1 + σ₀²)
            Tensor start = golden.load("unit_noise").mul(sigmas[0] / Math.sqrt(1 + sigmas[0] * sigmas[0]));
            Tensor end = new Sampler(solver, steps -> sigmas, sigmas.length - 1)
                    .sample(KDiffusionTest::denoised, start, noise, SampleListener.NONE);
            assertClose(end, golden.load("expected." + name + "." + spacing), 1e-5);
        }
    }

    @Test
    void karrasLevelsAreKDiffusions() {
        try (TensorArchive golden = GoldenFiles.open("k-samplers")) {
            Tensor expected = golden.load("sigmas.karras");
            double[] levels = expected.toDoubles();
            Karras karras = new Karras(levels[levels.length - 2], levels[0], 7);
            Tensor actual = Tensors.of(karras.sigmas(levels.length - 1), expected.shape());
            assertClose(actual, expected, 1e-6);
        }
    }
}
