package io.sfumato.sampling;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.BetaSchedule;
import io.sfumato.diffusion.Network;
import io.sfumato.diffusion.NoiseTable;
import io.sfumato.diffusion.Preconditioned;
import io.sfumato.diffusion.Tables;
import io.sfumato.diffusion.VPrediction;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures from a schedule that leaves nothing of them, with a network that knows its Gaussian data exactly. */
@ExtendWith(NoLeaks.class)
class ZeroTerminalSamplingTest {
    private static final NoiseTable SHORT = NoiseTable.of(new BetaSchedule.ScaledLinear(0.00085, 0.012), 1000);
    private static final NoiseTable WHOLE = NoiseTable.of(new BetaSchedule.ZeroTerminalSnr(SHORT.schedule()), 1000);
    private static final GaussianData DATA = new GaussianData(-0.9, 0.2);

    /** The best v-prediction for the data, of its input at unit variance: (D − skip · x) / out. */
    private static Denoise network(NoiseTable table) {
        VPrediction v = new VPrediction(table);
        Network exact = (input, timestep, condition) -> {
            Tensor sigma = table.sigmas(timestep).reshape(-1, 1, 1, 1);
            Tensor x = input.mul(sigma.square().add(1).sqrt());
            Tensor clean = DATA.denoise(x, sigma.reshape(-1), Condition.none());
            return clean.sub(v.skip(sigma).mul(x)).div(v.out(sigma));
        };
        return new Unguided().bind(new Preconditioned(exact, v), Condition.none());
    }

    private static double mean(NoiseTable table, int steps) {
        Tensor start = Tensors.zeros(Shape.of(1, 1, 1, 1), Placement.FLOAT32);
        return SamplerChoice.parse("euler", "trailing")
                .build(table, steps)
                .sample(network(table), start, Noises.NONE, SampleListener.NONE)
                .item();
    }

    /** Dark pictures, from noise whose mean is 0: where the schedule is cut short, it is taken for part of theirs. */
    @Test
    void theMeanOfPicturesIsNoLongerPulledToGrey() {
        assertThat(mean(SHORT, 50) - DATA.mean()).isGreaterThan(0.009);
        assertThat(Math.abs(mean(WHOLE, 50) - DATA.mean())).isLessThan(1e-4);
    }

    @Test
    void theStepsFollowTheExactSolution() {
        Seeds seeds = Seeds.consecutive(1, 4);
        Tensor start = seeds.unitNoise(Shape.of(3, 4, 4));
        double last = WHOLE.maxSigma();
        Tensor made = SamplerChoice.parse("dpmpp_2m", "trailing")
                .build(WHOLE, 500)
                .sample(network(WHOLE), start, seeds.fresh(), SampleListener.NONE);
        Tensor solution = DATA.solution(start.mul(Math.sqrt(1 + last * last)), last, 0);
        assertClose(made, solution, 1e-2);
    }

    @ParameterizedTest
    @MethodSource("io.sfumato.sampling.SamplerChoiceTest#everyChoice")
    void everyCombinationGivesNumbers(SamplerChoice choice) {
        Seeds seeds = Seeds.consecutive(3, 1);
        Denoise denoise = network(Tables.ZERO_TERMINAL);
        for (int steps : new int[] {1, 5}) {
            Tensor end = choice.build(Tables.ZERO_TERMINAL, steps)
                    .sample(denoise, seeds.unitNoise(Shape.of(1, 2, 2)), seeds.fresh(), SampleListener.NONE);
            assertThat(end.isFinite()).as("%d steps", steps).isTrue();
        }
    }

    /** In float32, x at the highest level is rounded by 1 in 2²⁴ of it: one step must not leave that in the picture. */
    @Test
    void oneStepFromTheHighestLevelIsThePicture() {
        Seeds seeds = Seeds.consecutive(3, 1);
        Tensor end = SamplerChoice.parse("euler", "trailing")
                .build(Tables.ZERO_TERMINAL, 1)
                .sample(
                        network(Tables.ZERO_TERMINAL),
                        seeds.unitNoise(Shape.of(3, 16, 16)),
                        seeds.fresh(),
                        SampleListener.NONE);
        assertThat(end.sub(DATA.mean()).abs().max().item()).isLessThan(1.0 / 127); // a step of 8 bits
    }
}
