package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.diffusion.Tables;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples from the closed-form denoiser of Gaussian data have the mean and the deviation of the data. */
@ExtendWith(NoLeaks.class)
class StochasticTest {
    private static final GaussianData DATA = new GaussianData(0.4, 0.8);
    private static final Shape SAMPLES = Shape.of(1, 1, 100, 200);

    @ParameterizedTest
    @CsvSource({
        "ddim, 1, 500",
        "ddim, 0.5, 500",
        "ddpm, 1, 1000",
        "euler_a, 1, 500",
        "euler_a, 0.5, 500",
        "dpm_2_a, 1, 500",
        "dpm_2_a, 0.5, 500",
        "dpmpp_2s_a, 1, 500",
        "dpmpp_sde, 1, 500",
        "dpmpp_sde, 0.5, 500",
        "dpmpp_2m_sde, 1, 500",
        "dpmpp_2m_sde, 0.5, 500",
        "dpmpp_2m_sde_heun, 1, 500",
        "dpmpp_3m_sde, 1, 500",
        "dpmpp_3m_sde, 0.5, 500",
    })
    void samplesHaveTheMeanAndTheDeviationOfTheData(String name, double eta, int steps) {
        isLikeTheData(SamplerChoice.parse(name).build(Tables.LDM, steps, OptionalDouble.of(eta)), DATA);
    }

    @Test
    void anySolverMayBeMadeAncestral() {
        Solver solver = new Ancestral(new DpmPlusPlusMultistep(Extension.MIDDLE, 0), 0.5);
        isLikeTheData(new Sampler(solver, new Uniform(Tables.LDM), 500), DATA);
    }

    /** Its network is to say where the trajectory ends. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 50})
    void consistencySamplingOfAConsistencyFunctionGivesTheData(int steps) {
        Denoise end = (x, sigma) -> DATA.solution(x, sigma, 0);
        isLikeTheData(SamplerChoice.of(SamplerName.LCM).build(Tables.LDM, steps), end);
    }

    private static void isLikeTheData(Sampler sampler, Denoise denoise) {
        try (Rng rng = Rng.seeded(11)) {
            Tensor end = sampler.sample(denoise, rng.normal(SAMPLES), Noises.from(rng), SampleListener.NONE);
            assertThat(end.mean().item()).isCloseTo(DATA.mean(), within(0.02));
            assertThat(end.std().item()).isCloseTo(DATA.deviation(), within(0.02));
        }
    }

    @Test
    void consistencySamplingOfAPlainDenoiserIsFlat() {
        try (Rng rng = Rng.seeded(11)) {
            Tensor end = SamplerChoice.of(SamplerName.LCM)
                    .build(Tables.LDM, 4)
                    .sample(DATA, rng.normal(SAMPLES), Noises.from(rng), SampleListener.NONE);
            assertThat(end.std().item()).isLessThan(DATA.deviation() / 2);
        }
    }

    /** With eta 1 an image forgets where it started; with eta 0 it does not. */
    @Test
    void noiseReplacesTheStart() {
        try (Rng rng = Rng.seeded(12)) {
            Tensor start = rng.normal(SAMPLES);
            assertThat(correlation(start, sampled(1, start, rng))).isCloseTo(0, within(0.05));
            assertThat(correlation(start, sampled(0, start, rng))).isCloseTo(1, within(1e-4));
        }
    }

    private static Tensor sampled(double eta, Tensor start, Rng rng) {
        return SamplerChoice.of(SamplerName.DDIM)
                .build(Tables.LDM, 500, OptionalDouble.of(eta))
                .sample(DATA, start, rng::normal, SampleListener.NONE);
    }

    private static double correlation(Tensor a, Tensor b) {
        Tensor product = a.sub(a.mean()).mul(b.sub(b.mean()));
        return product.mean().item() / (a.std().item() * b.std().item());
    }
}
