package io.sfumato.unet;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Condition;
import io.sfumato.diffusion.Network;
import io.sfumato.nn.Init;
import io.sfumato.nn.RandomWeights;
import io.sfumato.tensor.Draws;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Recomputation;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a U-Net does while it learns alone: it forgets, and computes its blocks again. */
@ExtendWith(NoLeaks.class)
class LearningUNetTest {
    private static final Shape ONE = Shape.of(4, 8, 8);
    private static final double SINGLE_SUMS = 1e-6;

    private static UNetSpec spec(UNetSpec.Resampling resampling) {
        return new UNetSpec(
                4,
                4,
                32,
                List.of(1, 2),
                1,
                Set.of(2),
                new UNetSpec.CrossAttention(new UNetSpec.FixedHeads(4), 1, 24),
                resampling,
                UNetSpec.Modulation.SCALE_SHIFT,
                Optional.of(new UNetSpec.VectorOfWidth(8)));
    }

    private static UNet unet() {
        return unet(UNetSpec.Resampling.CONVOLUTION);
    }

    private static UNet unet(UNetSpec.Resampling resampling) {
        UNet unet = new UNet(spec(resampling), new Init.Blank(Placement.FLOAT32));
        RandomWeights.fill(unet.parameters(), 1);
        return unet;
    }

    private static Draws draws(long first, int count) {
        try (Rng rng = Rng.seeded(9)) {
            return Draws.consecutive(rng, first, count);
        }
    }

    /** Pictures of the sequence from position {@code first}: what is forgotten of them, and what they are. */
    private static Tensor predicted(Network network, long first, int count) {
        Draws draws = draws(first, count);
        Tensor levels = Tensors.of(draws.shares("level"), Shape.of(count)).to(Placement.FLOAT32);
        return network.forward(draws.normal("x", ONE), levels.mul(999), condition(draws));
    }

    private static Condition condition(Draws draws) {
        return Condition.none()
                .withContext(draws.normal("context", Shape.of(5, 24)))
                .withVector(draws.normal("vector", Shape.of(8)));
    }

    @Test
    void whatAPictureForgetsDoesNotDependOnItsBatch() {
        try (UNet unet = unet()) {
            Tensor whole = predicted(unet.forgetting(0.3, draws(20, 4)), 20, 4);
            Tensor parts = Tensors.cat(
                    0,
                    predicted(unet.forgetting(0.3, draws(20, 1)), 20, 1),
                    predicted(unet.forgetting(0.3, draws(21, 3)), 21, 3));
            assertClose(parts, whole, 1e-5);
        }
    }

    @Test
    void theSameDrawsForgetTheSameAndOthersOthers() {
        try (UNet unet = unet()) {
            double[] once = predicted(unet.forgetting(0.3, draws(20, 2)), 20, 2).toDoubles();
            assertThat(predicted(unet.forgetting(0.3, draws(20, 2)), 20, 2).toDoubles())
                    .containsExactly(once);
            assertThat(predicted(unet.forgetting(0.3, draws(22, 2)), 20, 2).toDoubles())
                    .isNotEqualTo(once);
        }
    }

    @Test
    void aNetworkThatForgetsNothingIsTheNetwork() {
        try (UNet unet = unet()) {
            double[] plain = predicted(unet, 0, 2).toDoubles();
            assertThat(predicted(unet.forgetting(0, draws(0, 2)), 0, 2).toDoubles())
                    .containsExactly(plain);
            assertThat(predicted(unet.forgetting(0.3, draws(0, 2)), 0, 2).toDoubles())
                    .isNotEqualTo(plain);
            assertThat(predicted(unet, 0, 2).toDoubles())
                    .as("and nobody else forgets")
                    .containsExactly(plain);
        }
    }

    @Test
    void aShareIsForgottenAndTheRestScaledAtEveryPlaceOnItsOwn() {
        Forgetting forgetting = Forgetting.share(0.25, draws(0, 2));
        Tensor ones = Tensors.full(Shape.of(2, 32, 16, 16), 0.75, Placement.BFLOAT16);
        double[] here = forgetting.at(3).at(0).in(ones).toDoubles();
        assertThat(here).containsOnly(0, 1);
        assertThat(Arrays.stream(here).average().orElseThrow()).isCloseTo(0.75, within(0.02));
        assertThat(forgetting.at(3).at(0).in(ones).toDoubles()).containsExactly(here);
        assertThat(forgetting.at(3).at(1).in(ones).toDoubles()).isNotEqualTo(here);
        assertThat(forgetting.at(4).at(0).in(ones).toDoubles()).isNotEqualTo(here);
        assertThatThrownBy(() -> Forgetting.share(1, draws(0, 1))).hasMessageContaining("dropout is 1.0");
    }

    @ParameterizedTest
    @EnumSource
    void recomputedBlocksGiveTheSameGradients(UNetSpec.Resampling resampling) {
        try (UNet unet = unet(resampling)) {
            Map<String, Tensor> plain =
                    gradients(unet, () -> loss(unet, condition(draws(0, 3))).backward());
            Map<String, Tensor> recomputed = gradients(unet, () -> {
                try (Recomputation open = Recomputation.open()) {
                    open.backward(loss(unet, condition(draws(0, 3))));
                }
            });
            assertThat(recomputed.keySet()).isEqualTo(unet.parameters().keySet());
            assertThat(difference(recomputed, plain)).isLessThan(SINGLE_SUMS);
        }
    }

    /** The length of all differences over that of all gradients: some of these are 0 but for rounding. */
    private static double difference(Map<String, Tensor> actual, Map<String, Tensor> expected) {
        double differences = 0;
        double squares = 0;
        for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
            Tensor difference = actual.get(entry.getKey()).sub(entry.getValue());
            differences += difference.square().sum().item();
            squares += entry.getValue().square().sum().item();
        }
        return Math.sqrt(differences / squares);
    }

    private static Tensor loss(UNet unet, Condition condition) {
        Draws draws = draws(0, 3);
        Tensor levels = Tensors.of(new float[] {3, 500, 900}, Shape.of(3));
        return unet.forgetting(0.2, draws)
                .forward(draws.normal("x", ONE), levels, condition)
                .square()
                .mean();
    }

    private static Map<String, Tensor> gradients(UNet unet, Runnable backward) {
        backward.run();
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        unet.parameters().forEach((name, parameter) -> {
            gradients.put(name, Objects.requireNonNull(parameter.grad(), name).copy());
            parameter.clearGrad();
        });
        return gradients;
    }

    /** As those of a text encoder that learns too: tokens and vector have one history, and the loss hears it too. */
    @Test
    void theConditionGetsTheSameGradient() {
        try (UNet unet = unet()) {
            Tensor weight =
                    draws(0, 1).normal("weight", Shape.of(24, 8)).select(0, 0).requireGrad();
            double[] expected = learned(unet, weight, () -> told(unet, weight).backward());
            double[] actual = learned(unet, weight, () -> {
                try (Recomputation open = Recomputation.open()) {
                    open.backward(told(unet, weight));
                }
            });
            Tensor wanted = Tensors.of(expected, Shape.of(24, 8));
            assertThat(relativeDifference(Tensors.of(actual, Shape.of(24, 8)), wanted))
                    .isLessThan(SINGLE_SUMS);
        }
    }

    private static double[] learned(UNet unet, Tensor weight, Runnable backward) {
        backward.run();
        double[] gradient = Objects.requireNonNull(weight.grad()).toDoubles();
        weight.clearGrad();
        unet.parameters().values().forEach(Tensor::clearGrad);
        return gradient;
    }

    private static Tensor told(UNet unet, Tensor weight) {
        Tensor context = draws(0, 3).normal("words", Shape.of(5, 8)).matmul(weight.transpose(0, 1)); // [3, 5, 24]
        Condition condition =
                Condition.none().withContext(context).withVector(context.mean(1).narrow(1, 0, 8));
        return loss(unet, condition).add(context.square().mean());
    }
}
