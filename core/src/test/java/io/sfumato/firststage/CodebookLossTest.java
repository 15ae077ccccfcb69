package io.sfumato.firststage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.sfumato.golden.FormulaWeights;
import io.sfumato.golden.Golden;
import io.sfumato.nn.Init;
import io.sfumato.tensor.Grad;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class CodebookLossTest {
    private static final double BETA = 0.25;
    private static final Shape SHAPE = Shape.of(1, 2, 1, 2);
    private static final double[] FEATURES = {0.5, -1, 2, 0.25};
    private static final double[] CODES = {1, -1.5, 1.75, 0};

    private static Tensor leaf(double[] values) {
        return Tensors.of(values.clone(), SHAPE).requireGrad();
    }

    private static double meanSquare() {
        double sum = 0;
        for (int i = 0; i < FEATURES.length; i++) {
            sum += Math.pow(FEATURES[i] - CODES[i], 2);
        }
        return sum / FEATURES.length;
    }

    private static double[] gradient(Tensor leaf) {
        return Objects.requireNonNull(leaf.grad()).toDoubles();
    }

    /** Both terms have the same value; only their gradients differ. */
    @ParameterizedTest
    @EnumSource(CodebookLoss.Weighted.class)
    void theValueIsTheMeanSquareOnceAndBetaTimes(CodebookLoss.Weighted weighted) {
        double loss =
                new CodebookLoss(BETA, weighted).of(leaf(FEATURES), leaf(CODES)).item();
        assertThat(loss).isCloseTo((1 + BETA) * meanSquare(), within(1e-12));
    }

    /** d/dz of mean (z − e)² is 2 (z − e) / count. */
    @ParameterizedTest
    @EnumSource(CodebookLoss.Weighted.class)
    void theWeightIsOnTheGradientOfTheNamedTerm(CodebookLoss.Weighted weighted) {
        Tensor features = leaf(FEATURES);
        Tensor codes = leaf(CODES);
        new CodebookLoss(BETA, weighted).of(features, codes).backward();
        boolean onCommitment = weighted == CodebookLoss.Weighted.COMMITMENT;
        for (int i = 0; i < FEATURES.length; i++) {
            double pull = 2 * (FEATURES[i] - CODES[i]) / FEATURES.length;
            assertThat(gradient(features)[i]).isCloseTo((onCommitment ? BETA : 1) * pull, within(1e-12));
            assertThat(gradient(codes)[i]).isCloseTo((onCommitment ? 1 : BETA) * -pull, within(1e-12));
        }
    }

    /** Of the term that moves the codes alone, with the features held. */
    @Test
    void theGradientOfTheCodesIsTheSlopeOfTheLoss() {
        double step = 1e-6;
        Tensor codes = leaf(CODES);
        new CodebookLoss(0, CodebookLoss.Weighted.COMMITMENT)
                .of(leaf(FEATURES), codes)
                .backward();
        for (int i = 0; i < CODES.length; i++) {
            double slope = (termAt(i, step) - termAt(i, -step)) / (2 * step);
            assertThat(gradient(codes)[i]).isCloseTo(slope, within(1e-8));
        }
    }

    private static double termAt(int index, double shift) {
        double[] moved = CODES.clone();
        moved[index] += shift;
        return new CodebookLoss(0, CodebookLoss.Weighted.COMMITMENT)
                .of(leaf(FEATURES), leaf(moved))
                .item();
    }

    @Test
    void straightThroughHasTheValueOfTheCodesAndGivesItsGradientToTheFeatures() {
        Tensor features = leaf(FEATURES);
        Tensor codes = leaf(CODES);
        Tensor through = CodebookLoss.straightThrough(features, codes);
        assertThat(through.toDoubles()).containsExactly(CODES, within(1e-12));
        through.square().sum().backward();
        assertThat(gradient(features)).containsExactly(new double[] {2, -3, 3.5, 0}, within(1e-12));
        assertThat(codes.grad()).isNull();
    }

    @Test
    void codesThatAreNearestToNothingAreNotMoved() {
        try (Rng rng = Rng.seeded(1);
                VqAutoencoder autoencoder = small(Init.drawn(rng))) {
            Tensor features = rng.normal(Shape.of(1, 3, 4, 4));
            Codebook.Nearest nearest = autoencoder.codebook().nearest(features);
            new CodebookLoss(BETA, CodebookLoss.Weighted.CODEBOOK)
                    .of(features, nearest.codes())
                    .backward();
            Tensor table = autoencoder.parameters().get("quantize.embedding.weight");
            double[] moved = Objects.requireNonNull(table.grad()).abs().sum(1).toDoubles();
            Set<Long> used =
                    Set.copyOf(java.util.Arrays.stream(nearest.indices().toLongs())
                            .boxed()
                            .distinct()
                            .toList());
            for (int i = 0; i < moved.length; i++) {
                assertThat(moved[i] > 0).isEqualTo(used.contains((long) i));
            }
            assertThat(used.size()).isBetween(2, moved.length - 1);
        }
    }

    @Test
    void aWeightThatIsNoneIsRefused() {
        for (double beta : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new CodebookLoss(beta, CodebookLoss.Weighted.CODEBOOK))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("beta of the codebook loss is " + beta);
        }
    }

    @Test
    void perplexityIsTheNumberOfEntriesWhereAllAreAsFrequent() {
        CodebookUsage even = CodebookUsage.of(new long[] {3, 3, 0, 0, 7, 7}, 8);
        assertThat(even.entries()).isEqualTo(3);
        assertThat(even.perplexity()).isCloseTo(3, within(1e-12));
        CodebookUsage uneven = CodebookUsage.of(new long[] {0, 0, 0, 1}, 2);
        assertThat(uneven.perplexity())
                .isCloseTo(Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)), within(1e-12));
    }

    /** The first step of training that the reference logged; its autoencoder is that of {@code unconditional-vq}. */
    @Test
    void lossPerplexityAndUsageAreThoseThatTheReferenceLogs() {
        try (Golden golden = Golden.open("train-autoencoder-vq");
                VqAutoencoder autoencoder = small(new Init.Blank(Placement.FLOAT32))) {
            FormulaWeights.fill(autoencoder, "");
            Grad.off(() -> {
                Tensor features = autoencoder.features(golden.get("image.0"));
                Codebook.Nearest nearest = autoencoder.codebook().nearest(features);
                double loss = new CodebookLoss(BETA, CodebookLoss.Weighted.CODEBOOK)
                        .of(features, nearest.codes())
                        .item();
                CodebookUsage usage = CodebookUsage.of(
                        nearest.indices().toLongs(), autoencoder.codebook().entries());
                assertThat(loss).isCloseTo(logged(golden, "quant_loss"), withinPercentage(0.01));
                assertThat(usage.perplexity()).isCloseTo(logged(golden, "perplexity"), withinPercentage(0.01));
                assertThat((double) usage.entries()).isEqualTo(logged(golden, "cluster_usage"));
            });
        }
    }

    private static double logged(Golden golden, String name) {
        return golden.get("expected.train/" + name + ".0.0").item();
    }

    private static VqAutoencoder small(Init init) {
        AutoencoderSpec sizes =
                new AutoencoderSpec(1, 32, 32, List.of(1, 2), 1, Set.of(), AutoencoderSpec.Attention.SOFTMAX, 3, 3);
        return new FirstStageSpec.Vq(sizes, 64).build(init);
    }
}
