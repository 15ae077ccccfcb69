package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.diffusion.Tables;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples from the closed-form denoiser of Gaussian data have the mean and the deviation of the data. */
@ExtendWith(NoLeaks.class)
class StochasticTest {
    private static final GaussianData DATA = new GaussianData(0.4, 0.8);
    private static final Shape SAMPLES = Shape.of(1, 1, 100, 200);

    static Stream<Arguments> samplers() {
        return Stream.of(
                Arguments.of(
                        "DDIM, eta 1", SamplerChoice.of(SamplerName.DDIM).build(Tables.LDM, 500, OptionalDouble.of(1))),
                Arguments.of(
                        "DDIM, eta 0.5",
                        SamplerChoice.of(SamplerName.DDIM).build(Tables.LDM, 500, OptionalDouble.of(0.5))),
                Arguments.of("DDPM", SamplerChoice.of(SamplerName.DDPM).build(Tables.LDM, 1000)),
                Arguments.of(
                        "Euler, ancestral",
                        SamplerChoice.of(SamplerName.EULER_A).build(Tables.LDM, 500)),
                Arguments.of(
                        "DPM-Solver++(2M), half ancestral",
                        new Sampler(
                                new Ancestral(new DpmPlusPlusMultistep(Extension.MIDDLE, 0), 0.5),
                                new Uniform(Tables.LDM),
                                500)));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void samplesHaveTheMeanAndTheDeviationOfTheData(String name, Sampler sampler) {
        try (Rng rng = Rng.seeded(11)) {
            Tensor end = sampler.sample(DATA, rng.normal(SAMPLES), Noises.from(rng), SampleListener.NONE);
            assertThat(end.mean().item()).as(name).isCloseTo(DATA.mean(), within(0.02));
            assertThat(end.std().item()).as(name).isCloseTo(DATA.deviation(), within(0.02));
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
