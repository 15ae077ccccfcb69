package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.condition.Condition;
import io.sfumato.tensor.DType;
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
        for (Distance distance : DistanceTest.KINDS) {
            Tensor loss = DenoisingLoss.simple(distance).of(perfect, kind, batch, Condition.none());
            assertThat(loss.item()).isZero();
        }
    }

    @Test
    void theSquaredLossOfEpsIsThatOfAHandComputation() {
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += Math.pow(0.5 * input(i) - NOISE[i], 2) / 4;
        }
        Tensor loss = DenoisingLoss.simple(Distance.L2).of(HALF, new EpsPrediction(TABLE), batch(), Condition.none());
        assertThat(loss.item()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theAbsoluteLossOfX0IsThatOfAHandComputation() {
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            expected += Math.abs(0.5 * input(i) - CLEAN[i]) / 4;
        }
        Tensor loss = DenoisingLoss.simple(Distance.L1).of(HALF, new X0Prediction(TABLE), batch(), Condition.none());
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

    /** Crowson et al. 2024: 1/(σ² + 1/γ) for the image; Choi et al. 2022: 1/(k + SNR)^γ for ε. */
    @Test
    void softAndP2WeightsAreTheirPapers() {
        LossWeighting soft = new LossWeighting.SoftMinSnr(4);
        LossWeighting p2 = new LossWeighting.P2(0.5, 1);
        for (int t : new int[] {0, 100, 400, 999}) {
            double alpha = TABLE.alphaCumprod(t);
            double snr = alpha / (1 - alpha);
            Tensor sigma = TABLE.sigmas(Tensors.of(new long[] {t}, Shape.of(1)));
            assertThat(soft.at(sigma, new X0Prediction(TABLE)).item()).isCloseTo(snr * 4 / (snr + 4), within(1e-11));
            assertThat(soft.at(sigma, new EpsPrediction(TABLE)).item()).isCloseTo(4 / (snr + 4), within(1e-12));
            double ofNoise = Math.pow(1 + snr, -0.5);
            assertThat(p2.at(sigma, new EpsPrediction(TABLE)).item()).isCloseTo(ofNoise, within(1e-12));
            assertThat(p2.at(sigma, new X0Prediction(TABLE)).item()).isCloseTo(ofNoise * snr, within(1e-10));
            assertThat(p2.at(sigma, new VPrediction(TABLE)).item()).isCloseTo(ofNoise * snr / (snr + 1), within(1e-12));
        }
    }

    /** Whatever a network predicts, the same picture is judged the same: min(SNR, γ) times its squared error. */
    @ParameterizedTest
    @MethodSource("kinds")
    void minSnrIsTheWeightedErrorOfTheCleanImage(Preconditioning kind) {
        Noised batch = batch();
        Tensor denoised = new Preconditioned(HALF, kind).denoise(batch.x(), batch.sigma(), Condition.none());
        double[] errors = denoised.sub(batch.clean()).square().mean(1, 2, 3).toDoubles();
        double[] losses = new DenoisingLoss(LossWeighting.MinSnr.DEFAULT, Distance.L2)
                .terms(HALF, kind, batch, Condition.none())
                .total()
                .toDoubles();
        double[] sigmas = batch.sigma().toDoubles();
        for (int i = 0; i < 2; i++) {
            double expected = Math.min(1 / (sigmas[i] * sigmas[i]), 5) * errors[i];
            assertThat(losses[i]).isCloseTo(expected, within(1e-11 * expected));
        }
    }

    @Test
    void theLossIsTheMeanOfTheWeightedImages() {
        DenoisingLoss loss = new DenoisingLoss(LossWeighting.MinSnr.DEFAULT, Distance.L2);
        Preconditioning eps = new EpsPrediction(TABLE);
        Noised batch = batch();
        double[] weights = LossWeighting.MinSnr.DEFAULT.at(batch.sigma(), eps).toDoubles();
        double[] images =
                loss.terms(HALF, eps, batch, Condition.none()).simple().toDoubles();
        assertThat(images).hasSize(2);
        assertThat(loss.of(HALF, eps, batch, Condition.none()).item())
                .isCloseTo((weights[0] * images[0] + weights[1] * images[1]) / 2, within(1e-12));
    }

    /** The reference: l_simple_weight · (loss/exp(logvar) + logvar) + original_elbo_weight · lvlb · loss. */
    @ParameterizedTest
    @MethodSource("kinds")
    void theBoundIsAddedBesideTheUncertainty(Preconditioning kind) {
        double[] logarithms = new double[1000];
        logarithms[100] = 0.7;
        logarithms[800] = -0.3;
        Tensor learned = Tensors.of(logarithms, Shape.of(1000)).requireGrad();
        DenoisingLoss loss =
                new DenoisingLoss(new LossWeighting.Uniform(), Distance.L2, 0.25, new Uncertainty.Learned(learned));
        DenoisingLoss.Terms terms = loss.terms(HALF, kind, batch(), Condition.none());
        double[] bounds =
                new LossWeighting.VariationalBound().at(batch().sigma(), kind).toDoubles();
        double[] simple = terms.simple().toDoubles();
        for (int i = 0; i < 2; i++) {
            double s = logarithms[(int) TIMESTEPS[i]];
            double bound = bounds[i] * simple[i];
            assertThat(terms.bound().toDoubles()[i]).isCloseTo(bound, within(1e-12));
            assertThat(terms.total().toDoubles()[i])
                    .isCloseTo(simple[i] / Math.exp(s) + s + 0.25 * bound, within(1e-12));
        }
        terms.total().sum().backward();
        Tensor gradient = learned.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.toDoubles()[100]).isCloseTo(1 - simple[0] / Math.exp(0.7), within(1e-12));
        assertThat(gradient.toDoubles()[800]).isCloseTo(1 - simple[1] / Math.exp(-0.3), within(1e-12));
        assertThat(Arrays.stream(gradient.toDoubles()).filter(g -> g != 0).count())
                .as("timesteps that learned")
                .isEqualTo(2);
    }

    /** The same guess at the picture is worth the same, whichever way it is told. */
    @Test
    void theBoundOfVIsThatOfNoise() {
        double[] ofNoise = new LossWeighting.VariationalBound()
                .at(batch().sigma(), new EpsPrediction(TABLE))
                .toDoubles();
        double[] ofV = new LossWeighting.VariationalBound()
                .at(batch().sigma(), new VPrediction(TABLE))
                .toDoubles();
        for (int i = 0; i < 2; i++) {
            double cumulative =
                    TABLE.alphaCumprod((int) TIMESTEPS[i]); // a difference of v is one of noise, divided by its root
            assertThat(ofV[i]).isCloseTo(ofNoise[i] * cumulative, within(1e-12 * ofNoise[i]));
        }
    }

    /** Where s = log L, L/exp(s) + s has no slope. */
    @Test
    void aTimestepsUncertaintySettlesAtTheLogarithmOfItsLoss() {
        Tensor loss = Tensors.of(new double[] {0.04}, Shape.of(1));
        NoiseTable one = NoiseTable.of(new BetaSchedule.Linear(0.1, 0.1), 1);
        Tensor s = Tensors.of(new double[] {Math.log(0.04)}, Shape.of(1)).requireGrad();
        Tensor sigma = Tensors.of(new double[] {one.maxSigma()}, Shape.of(1));
        Tensor settled = new Uncertainty.Learned(s).of(loss, sigma, one);
        assertThat(settled.item()).isCloseTo(1 + Math.log(0.04), within(1e-12));
        settled.sum().backward();
        Tensor gradient = s.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.item()).isCloseTo(0, within(1e-12));
    }

    @Test
    void aBoundThatIsTakenAwayIsRefused() {
        assertThatThrownBy(
                        () -> new DenoisingLoss(new LossWeighting.Uniform(), Distance.L2, -1, new Uncertainty.None()))
                .hasMessageContaining("variational bound is -1.0, expected 0 or more");
    }

    /** A network in bfloat16 is judged in the precision of the images. */
    @Test
    void gradientsReachANetworkOfAnotherPrecision() {
        Tensor scale =
                Tensors.of(new double[] {0.5}, Shape.of(1)).to(DType.BFLOAT16).requireGrad();
        Network network = (input, level, condition) -> input.to(DType.BFLOAT16).mul(scale);
        Tensor loss =
                DenoisingLoss.simple(Distance.L2).of(network, new EpsPrediction(TABLE), batch(), Condition.none());
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
