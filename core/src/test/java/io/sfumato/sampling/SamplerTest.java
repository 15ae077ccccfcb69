package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.EpsPrediction;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.Preconditioned;
import io.sfumato.diffusion.Tables;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class SamplerTest {
    private static final Shape IMAGE = Shape.of(3, 4, 4);
    private static final GaussianData DATA = new GaussianData(0.4, 0.8);

    /** It has a parameter, so that it would record gradients. */
    private static Preconditioned network(Tensor scale) {
        Network network = (input, level, condition) ->
                input.mul(scale).mul(level.div(1000).reshape(-1, 1, 1, 1));
        return new Preconditioned(network, new EpsPrediction(Tables.LDM));
    }

    private static Tensor parameter() {
        return Tensors.of(new float[] {0.9f}, Shape.of(1)).requireGrad();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchOfThreeIsThreeBatchesOfOne(SamplerName name) {
        double[] together = sampled(name, Seeds.consecutive(20, 3)).toDoubles();
        List<Double> alone = new ArrayList<>();
        for (long seed = 20; seed < 23; seed++) {
            for (double value : sampled(name, Seeds.consecutive(seed, 1)).toDoubles()) {
                alone.add(value);
            }
        }
        assertThat(together).containsExactly(alone.toArray(Double[]::new));
    }

    private static Tensor sampled(SamplerName name, Seeds seeds) {
        Denoise denoise = new Unguided().bind(network(parameter()), Condition.none());
        return SamplerChoice.of(name)
                .build(Tables.LDM, 10)
                .sample(denoise, seeds.unitNoise(IMAGE), seeds.fresh(), SampleListener.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void noGradientIsRecorded(SamplerName name) {
        assertThat(sampled(name, Seeds.consecutive(1, 1)).requiresGrad()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theStartStaysAsItWas(SamplerName name) {
        Seeds seeds = Seeds.consecutive(3, 1);
        Tensor start = seeds.unitNoise(IMAGE);
        SamplerChoice.of(name).build(Tables.LDM, 5).sample(DATA, start, seeds.fresh(), SampleListener.NONE);
        assertThat(start.toDoubles()).containsExactly(seeds.unitNoise(IMAGE).toDoubles());
    }

    @Test
    void theListenerHearsEveryStep() {
        List<String> heard = new ArrayList<>();
        Seeds seeds = Seeds.consecutive(3, 1);
        SamplerChoice.of(SamplerName.DDIM)
                .build(Tables.LDM, 3)
                .sample(
                        DATA,
                        seeds.unitNoise(IMAGE),
                        seeds.fresh(),
                        (done, of, sigma) ->
                                heard.add(done + " of " + of + " to timestep " + Tables.LDM.timestep(sigma)));
        assertThat(heard)
                .containsExactly(
                        "1 of 4 to timestep 667.0",
                        "2 of 4 to timestep 334.0",
                        "3 of 4 to timestep 1.0",
                        "4 of 4 to timestep 0.0");
    }

    @ParameterizedTest
    @EnumSource
    void theNumberOfNetworkCallsIsKnown(SamplerName name) {
        int expected =
                switch (name) {
                    case PLMS -> 11;
                    case HEUN, DPM_2, DPM_2_A, DPMPP_2S, DPMPP_2S_A, DPMPP_SDE -> 19;
                    default -> 10;
                };
        assertThat(calls(name)).isEqualTo(expected);
    }

    private static int calls(SamplerName name) {
        int[] calls = {0};
        Seeds seeds = Seeds.consecutive(3, 1);
        Denoise counting = (x, sigma) -> {
            calls[0]++;
            return DATA.at(x, sigma);
        };
        SamplerChoice.of(name)
                .build(Tables.LDM, 10)
                .sample(counting, seeds.unitNoise(IMAGE), seeds.fresh(), SampleListener.NONE);
        return calls[0];
    }

    /** Steps without length and single steps have no logarithm of 0 and no division by it. */
    @ParameterizedTest
    @EnumSource
    void everyNumberOfStepsGivesNumbers(SamplerName name) {
        Seeds seeds = Seeds.consecutive(3, 1);
        Tensor start = seeds.unitNoise(IMAGE);
        for (int steps : new int[] {1, 2, 3, 4, 7, 999, 1000}) {
            Tensor end = SamplerChoice.of(name)
                    .build(Tables.LDM, steps)
                    .sample(DATA, start, seeds.fresh(), SampleListener.NONE);
            assertThat(end.isFinite()).as("%s with %d steps", name, steps).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.sfumato.sampling.SamplerChoiceTest#everyChoice")
    void everyCombinationGivesNumbers(SamplerChoice choice) {
        Seeds seeds = Seeds.consecutive(3, 1);
        for (int steps : new int[] {1, 2, 5, 20}) {
            Tensor end = choice.build(Tables.LDM, steps)
                    .sample(DATA, seeds.unitNoise(IMAGE), seeds.fresh(), SampleListener.NONE);
            assertThat(end.isFinite()).as("%d steps", steps).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stepsWithoutLengthGiveNumbers(SamplerName name) {
        Seeds seeds = Seeds.consecutive(3, 1);
        Solver solver = SamplerChoice.of(name).build(Tables.LDM, 2).solver();
        SigmaSteps repeated = steps -> new double[] {3, 3, 3, 1, 1, 0.5};
        Tensor end = new Sampler(solver, repeated, 5)
                .sample(DATA, seeds.unitNoise(IMAGE), seeds.fresh(), SampleListener.NONE);
        assertThat(end.isFinite()).isTrue();
    }

    /** Those that remember the past forget nothing over them, and do not take one point for two. */
    @ParameterizedTest
    @EnumSource(
            names = {"EULER", "HEUN", "DPM.*", "LMS", "DEIS", "UNIPC.*"},
            mode = EnumSource.Mode.MATCH_ANY)
    void stepsWithoutLengthChangeNothing(SamplerName name) {
        SigmaSteps plain = steps -> new double[] {3, 2, 1, 0.5, 0.3, 0};
        SigmaSteps repeated = steps -> new double[] {3, 3, 2, 2, 1, 1, 1, 0.5, 0.3, 0.3, 0};
        assertThat(withoutNoise(name, repeated, 10)).isCloseTo(withoutNoise(name, plain, 5), within(1e-12));
    }

    private static double withoutNoise(SamplerName name, SigmaSteps spacing, int steps) {
        Tensor start = Tensors.of(new double[] {0.7}, Shape.of(1, 1, 1, 1));
        return new Sampler(name.solver(0), spacing, steps)
                .sample(DATA, start, Noises.NONE, SampleListener.NONE)
                .item();
    }

    @Test
    void levelsThatRiseAreRefused() {
        Seeds seeds = Seeds.consecutive(3, 1);
        Sampler rising = new Sampler(new Euler(), steps -> new double[] {3, 4}, 1);
        assertThatThrownBy(() -> rising.sample(DATA, seeds.unitNoise(IMAGE), seeds.fresh(), SampleListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 0 goes from noise level 3.0 to 4.0");
    }
}
