package io.sfumato.sampling;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.diffusion.GoldenFiles;
import io.sfumato.diffusion.Tables;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.TensorArchive;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        return Stream.of("karras", "exponential").flatMap(spacing -> Stream.of(
                        "euler",
                        "heun",
                        "dpm_2",
                        "lms",
                        "dpmpp_2m",
                        "euler_ancestral",
                        "dpm_2_ancestral",
                        "dpmpp_2s_ancestral",
                        "dpmpp_2m_sde",
                        "dpmpp_3m_sde",
                        "dpmpp_sde")
                .map(name -> Arguments.of(name, spacing)));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void trajectoriesEndWhereKDiffusionsDo(String name, String spacing) {
        Sampler named = SamplerChoice.parse(name).build(Tables.LDM, 1);
        try (TensorArchive golden = GoldenFiles.open("k-samplers")) {
            double[] sigmas = golden.load("sigmas." + spacing).toDoubles();
            String recorded = "noise." + name + "." + spacing;
            FreshNoise noise = golden.contains(recorded) ? Noises.recorded(golden.load(recorded)) : Noises.NONE;
            // k-diffusion starts at unit noise · σ₀, the sampler at unit noise · √(1 + σ₀²)
            Tensor start = golden.load("unit_noise").mul(sigmas[0] / Math.sqrt(1 + sigmas[0] * sigmas[0]));
            Tensor end = new Sampler(named.solver(), steps -> sigmas, sigmas.length - 1)
                    .sample(KDiffusionTest::denoised, start, noise, SampleListener.NONE);
            assertClose(end, golden.load("expected." + name + "." + spacing), 1e-5);
        }
    }

    /** Every level on its own: a relative difference of all of them would hide the low ones behind the first. */
    @ParameterizedTest
    @ValueSource(strings = {"karras", "exponential"})
    void levelsAreKDiffusions(String spacing) {
        try (TensorArchive golden = GoldenFiles.open("k-samplers")) {
            double[] expected = golden.load("sigmas." + spacing).toDoubles();
            double min = expected[expected.length - 2];
            SigmaSteps steps = spacing.equals("karras")
                    ? new Karras(min, expected[0], 7)
                    : new Polyexponential(min, expected[0], 1);
            double[] actual = steps.sigmas(expected.length - 1);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < actual.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-6 * expected[i]));
            }
        }
    }
}
