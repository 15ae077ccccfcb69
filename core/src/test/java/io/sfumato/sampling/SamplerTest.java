package io.sfumato.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void theNumberOfNetworkCallsIsKnown() {
        assertThat(calls(SamplerName.DDIM)).isEqualTo(10);
        assertThat(calls(SamplerName.PLMS)).isEqualTo(11);
        assertThat(calls(SamplerName.EULER)).isEqualTo(10);
        assertThat(calls(SamplerName.HEUN)).isEqualTo(19);
        assertThat(calls(SamplerName.DPMPP_2M)).isEqualTo(10);
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
    @EnumSource
    void stepsWithoutLengthChangeNothing(SamplerName name) {
        Seeds seeds = Seeds.consecutive(3, 1);
        Tensor start = seeds.unitNoise(IMAGE);
        Sampler plain = SamplerChoice.of(name).build(Tables.LDM, 2);
        SigmaSteps repeated = steps -> new double[] {3, 3, 3, 1, 1, 0.5};
        Tensor end = new Sampler(plain.solver(), repeated, 5).sample(DATA, start, seeds.fresh(), SampleListener.NONE);
        assertThat(end.isFinite()).isTrue();
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
