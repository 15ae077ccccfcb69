package io.sfumato.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.nn.BatchNorm;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class AdversarialTest {
    private static final double[] REAL = {2, 0.5, -1};
    private static final double[] FAKE = {-3, 0, 1};

    private static Tensor vector(double... values) {
        return Tensors.of(values.clone(), Shape.of(values.length));
    }

    @Test
    void theHingeChargesWhatIsNotRightByOne() {
        double loss =
                AdversarialLoss.HINGE.discriminator(vector(REAL), vector(FAKE)).item();
        assertThat(loss).isCloseTo(0.5 * ((0 + 0.5 + 2) / 3 + (0 + 1 + 2) / 3.0), within(1e-12));
    }

    @Test
    void theVanillaLossIsTheLogarithmOfTheOdds() {
        double loss = AdversarialLoss.VANILLA
                .discriminator(vector(REAL), vector(FAKE))
                .item();
        double real =
                Arrays.stream(REAL).map(v -> Math.log1p(Math.exp(-v))).average().orElseThrow();
        double fake =
                Arrays.stream(FAKE).map(v -> Math.log1p(Math.exp(v))).average().orElseThrow();
        assertThat(loss).isCloseTo(0.5 * (real + fake), within(1e-12));
    }

    @Test
    void theGeneratorPaysForBadVerdicts() {
        assertThat(AdversarialLoss.generator(vector(FAKE)).item()).isCloseTo(2 / 3.0, within(1e-12));
    }

    /** With losses a·w and b·w of a vector w of n ones, the gradients' norms are a√n and b√n. */
    @Test
    void theAdaptiveWeightMakesBothPullsAlike() {
        Tensor weight = vector(1, 1, 1, 1).requireGrad();
        Tensor got = AdaptiveWeight.of(weight.sum().mul(3), weight.sum().mul(0.5), weight, UnaryOperator.identity());
        assertThat(got.requiresGrad()).isFalse();
        assertThat(got.item()).isCloseTo(6 / (1 + 1e-4), within(1e-9));
        assertThat(AdaptiveWeight.of(weight.sum(), weight.sum().mul(0), weight, UnaryOperator.identity())
                        .item())
                .as("its bound")
                .isEqualTo(1e4);
        assertThat(weight.grad()).as("nothing is added to the gradients").isNull();
    }

    /** 2.77 million numbers, and a patch of 70 pixels: Isola et al. 2017, appendix 6.1.2. */
    @Test
    void threeLayersJudgePatchesOfSeventyPixels() {
        try (Rng rng = Rng.seeded(1);
                PatchDiscriminator discriminator = new PatchDiscriminator(3, 3, Init.drawn(rng))) {
            assertThat(discriminator.parameterCount()).isEqualTo(2_765_633);
            assertThat(discriminator.parameters().keySet())
                    .contains("main.0.bias", "main.2.weight", "main.3.bias", "main.8.weight", "main.11.bias")
                    .doesNotContain("main.2.bias");
            Tensor verdicts = discriminator.forward(rng.normal(Shape.of(2, 3, 256, 256)));
            assertThat(verdicts.shape()).isEqualTo(Shape.of(2, 1, 30, 30));
        }
    }

    @Test
    void kernelsAreDrawnWithADeviationOfTwoHundredths() {
        try (Rng rng = Rng.seeded(2);
                PatchDiscriminator discriminator = new PatchDiscriminator(3, 3, Init.drawn(rng))) {
            Tensor kernel = Objects.requireNonNull(discriminator.parameters().get("main.5.weight"));
            assertThat(Math.sqrt(kernel.square().mean().item())).isCloseTo(0.02, within(2e-4));
            Tensor scale = Objects.requireNonNull(discriminator.parameters().get("main.9.weight"));
            assertThat(scale.mean().item()).isCloseTo(1, within(5e-3));
            assertThat(Math.sqrt(scale.sub(1).square().mean().item())).isCloseTo(0.02, within(3e-3));
        }
    }

    @Test
    void batchNormTakesTheStatisticsOfTheBatch() {
        try (Rng rng = Rng.seeded(3);
                BatchNorm norm = new BatchNorm(4, 0, new Init.Drawn(rng, Placement.FLOAT32))) {
            Tensor x = rng.normal(Shape.of(5, 4, 3, 2)).mul(7).add(2);
            Tensor channel = norm.forward(x).narrow(1, 2, 1);
            assertThat(channel.mean().item()).isCloseTo(0, within(1e-6));
            assertThat(channel.square().mean().item()).isCloseTo(1, within(1e-5));
        }
    }
}
