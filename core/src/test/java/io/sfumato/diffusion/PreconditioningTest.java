package io.sfumato.diffusion;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class PreconditioningTest {
    private static final Shape SHAPE = Shape.of(4, 3, 8, 8);

    static Stream<Preconditioning> kinds() {
        return Stream.of(new EpsPrediction(Tables.LDM), new VPrediction(Tables.LDM), new X0Prediction(Tables.LDM));
    }

    private static Noised batch(DType dtype) {
        try (Rng rng = Rng.seeded(1)) {
            Tensor sigma = Tables.LDM.sigmas(Tensors.of(new long[] {0, 300, 700, 999}, Shape.of(4)));
            return new Noised(rng.normal(SHAPE).to(dtype), rng.normal(SHAPE).to(dtype), sigma);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNetworkThatKnowsTheTruthDenoisesPerfectly(Preconditioning kind) {
        Noised batch = batch(DType.FLOAT64);
        Network truth = (input, level, condition) -> kind.target(batch.clean(), batch.noise(), batch.level());
        Tensor denoised = new Preconditioned(truth, kind).denoise(batch.x(), batch.sigma(), Condition.none());
        assertClose(denoised, batch.clean(), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theTargetIsWhatTheFormulaLeavesToTheNetwork(Preconditioning kind) {
        Noised batch = batch(DType.FLOAT64);
        Preconditioning.Coefficients c = kind.at(batch.sigma());
        Tensor left = batch.clean().sub(c.skip().mul(batch.x())).div(c.out());
        assertClose(kind.target(batch.clean(), batch.noise(), batch.level()), left, 1e-11);
    }

    /** The reference: √ᾱ · clean + √(1 − ᾱ) · noise, and the timestep. */
    @ParameterizedTest
    @MethodSource("kinds")
    void theNetworkSeesUnitVarianceAndTheTimestep(Preconditioning kind) {
        Noised batch = batch(DType.FLOAT32);
        List<Tensor> seen = new ArrayList<>();
        Network spy = (input, level, condition) -> {
            seen.addAll(List.of(input, level));
            return input;
        };
        new Preconditioned(spy, kind).denoise(batch.x(), batch.sigma(), Condition.none());

        Tensor alpha = Tensors.of(
                Stream.of(0, 300, 700, 999)
                        .mapToDouble(Tables.LDM::alphaCumprod)
                        .toArray(),
                Shape.of(4, 1, 1, 1));
        Tensor expected =
                alpha.sqrt().mul(batch.clean()).add(alpha.neg().add(1).sqrt().mul(batch.noise()));
        assertClose(seen.get(0), expected, 1e-6);
        assertThat(seen.get(0).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(seen.get(1).toFloats()).containsExactly(0, 300, 700, 999);
        assertThat(seen.get(1).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void vAtASmallLevelIsTheNoiseAndAtALargeOneTheImage() {
        VPrediction v = new VPrediction(Tables.LDM);
        Tensor clean = Tensors.of(new double[] {2}, Shape.of(1, 1, 1, 1));
        Tensor noise = Tensors.of(new double[] {3}, Shape.of(1, 1, 1, 1));
        Tensor small = Tensors.of(new double[] {1e-9}, Shape.of(1, 1, 1, 1));
        Tensor large = Tensors.of(new double[] {1e9}, Shape.of(1, 1, 1, 1));
        assertThat(v.target(clean, noise, small).item()).isCloseTo(3, within(1e-8));
        assertThat(v.target(clean, noise, large).item()).isCloseTo(-2, within(1e-8));
    }
}
