package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class DenoisingLossTest {
    private static final Shape SHAPE = Shape.of(2, 1, 1, 2);
    private static final double[] CLEAN = {1.0, -2.0, 0.5, 3.0};
    private static final double[] NOISE = {0.3, 0.1, -1.2, 0.7};
    private static final long[] TIMESTEPS = {100, 800};

    private static final NoiseTable TABLE = Tables.LDM;
    private static final Network HALF = (input, level, condition) -> input.mul(0.5);

    static Stream<Preconditioning> kinds() {
        return PreconditioningTest.kinds();
    }

    private static Noised batch() {
        Tensor sigma = TABLE.sigmas(Tensors.of(TIMESTEPS, Shape.of(2)));
        return new Noised(Tensors.of(CLEAN, SHAPE), Tensors.of(NOISE, SHAPE), sigma);
    }

    /** Element i of the reference's network input √ᾱ · clean + √(1 − ᾱ) · noise, by hand. */
    private static double input(int i) {
        double alpha = TABLE.alphaCumprod((int) TIMESTEPS[i / 2]);
        return Math.sqrt(alpha) * CLEAN[i] + Math.sqrt(1 - alpha) * NOISE[i];
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPerfectPredictorHasNoLoss(Preconditioning kind) {
        Noised batch = batch();
        Network perfect = (input, level, condition) -> kind.target(batch.clean(), batch.noise(), batch.level());
        for (Distance distance : Distance.values()) {
            Tensor loss = DenoisingLoss.simple(TABLE, distance).of(perfect, kind, batch, Condition.none());
            assertThat(loss.item()).isZero();
        }
    }

    @Test
    void theSquaredLossOfEpsIsThatOfAHandComputation() {
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += Math.pow(0.5 * input(i) - NOISE[i], 2) / 4;
        }
        Tensor loss =
                DenoisingLoss.simple(TABLE, Distance.L2).of(HALF, new EpsPrediction(TABLE), batch(), Condition.none());
        assertThat(loss.item()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theAbsoluteLossOfX0IsThatOfAHandComputation() {
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += Math.abs(0.5 * input(i) - CLEAN[i]) / 4;
        }
        Tensor loss =
                DenoisingLoss.simple(TABLE, Distance.L1).of(HALF, new X0Prediction(TABLE), batch(), Condition.none());
        assertThat(loss.item()).isCloseTo(expected, within(1e-12));
    }

    /** Hang et al. 2023: min(SNR, γ) for the image, over SNR for ε, over SNR + 1 for v. */
    @Test
    void minSnrWeighsAsItsPaperDoes() {
        LossWeighting weighting = LossWeighting.MinSnr.DEFAULT;
        for (int t : new int[] {0, 100, 400, 999}) {
            double alpha = TABLE.alphaCumprod(t);
            double snr = alpha / (1 - alpha);
            double bounded = Math.min(snr, 5);
            Tensor sigma = TABLE.sigmas(Tensors.of(new long[] {t}, Shape.of(1)));
            assertThat(weighting.at(sigma, new X0Prediction(TABLE)).item()).isCloseTo(bounded, within(1e-12));
            assertThat(weighting.at(sigma, new EpsPrediction(TABLE)).item()).isCloseTo(bounded / snr, within(1e-12));
            assertThat(weighting.at(sigma, new VPrediction(TABLE)).item())
                    .isCloseTo(bounded / (snr + 1), within(1e-12));
        }
    }

    @Test
    void theLossIsTheMeanOfTheWeightedImages() {
        DenoisingLoss loss = new DenoisingLoss(
                new NoiseDistribution.UniformTimesteps(TABLE), LossWeighting.MinSnr.DEFAULT, Distance.L2);
        DenoisingLoss plain = DenoisingLoss.simple(TABLE, Distance.L2);
        Preconditioning eps = new EpsPrediction(TABLE);
        Noised batch = batch();
        double[] weights = LossWeighting.MinSnr.DEFAULT.at(batch.sigma(), eps).toDoubles();
        double[] images = plain.perImage(HALF, eps, batch, Condition.none()).toDoubles();
        assertThat(images).hasSize(2);
        assertThat(loss.of(HALF, eps, batch, Condition.none()).item())
                .isCloseTo((weights[0] * images[0] + weights[1] * images[1]) / 2, within(1e-12));
    }

    @Test
    void theSameSeedGivesTheSameLoss() {
        assertThat(drawnLoss(7)).isEqualTo(drawnLoss(7)).isNotEqualTo(drawnLoss(8));
    }

    private static double drawnLoss(long seed) {
        try (Rng rng = Rng.seeded(seed)) {
            return DenoisingLoss.simple(TABLE, Distance.L2)
                    .of(HALF, new EpsPrediction(TABLE), Tensors.of(CLEAN, SHAPE), Condition.none(), rng)
                    .item();
        }
    }

    @Test
    void everyTimestepIsVisitedEquallyOften() {
        NoiseTable small = NoiseTable.of(new BetaSchedule.Linear(0.1, 0.3), 4);
        try (Rng rng = Rng.seeded(3)) {
            double[] drawn = small.timesteps(new NoiseDistribution.UniformTimesteps(small).draw(40_000, rng))
                    .toDoubles();
            for (int t = 0; t < 4; t++) {
                double timestep = t;
                long visits = Arrays.stream(drawn).filter(d -> d == timestep).count();
                assertThat(visits).isBetween(9_700L, 10_300L);
            }
        }
    }

    /** A network in bfloat16 is judged in the precision of the images. */
    @Test
    void gradientsReachANetworkOfAnotherPrecision() {
        Tensor scale =
                Tensors.of(new double[] {0.5}, Shape.of(1)).to(DType.BFLOAT16).requireGrad();
        Network network = (input, level, condition) -> input.to(DType.BFLOAT16).mul(scale);
        Tensor loss = DenoisingLoss.simple(TABLE, Distance.L2)
                .of(network, new EpsPrediction(TABLE), batch(), Condition.none());
        assertThat(loss.dtype()).isEqualTo(DType.FLOAT64);
        loss.backward();
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += 2 * (0.5 * input(i) - NOISE[i]) * input(i) / 4;
        }
        Tensor gradient = scale.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.item()).isCloseTo(expected, within(0.02 * Math.abs(expected)));
    }
}
