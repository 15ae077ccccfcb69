package io.sfumato.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DistanceTest {
    static final List<Distance> KINDS = List.of(
            Distance.L1,
            Distance.L2,
            new Distance.Huber(0.5),
            new Distance.PseudoHuber(0.5),
            new Distance.ScheduledPseudoHuber(0.5));

    private static final double[] DIFFERENCES = {-3, -0.5, -0.2, 0, 1e-3, 0.5, 0.7, 100};

    private static void assertIs(Distance distance, double sigma, DoubleUnaryOperator formula) {
        Shape shape = Shape.of(1, 1, 1, DIFFERENCES.length);
        Tensor target = Tensors.full(shape, 2, Tensors.of(DIFFERENCES, shape).placement());
        Tensor level = Tensors.of(new double[] {sigma}, Shape.of(1, 1, 1, 1));
        double[] actual = distance.between(Tensors.of(DIFFERENCES, shape).add(2), target, level)
                .toDoubles();
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(formula.applyAsDouble(DIFFERENCES[i]), within(1e-10));
        }
    }

    @Test
    void lengthAndSquareAreThose() {
        assertIs(Distance.L1, 1, Math::abs);
        assertIs(Distance.L2, 1, d -> d * d);
    }

    @Test
    void hubersIsHalfASquareAndThenALine() {
        assertIs(new Distance.Huber(0.5), 1, d -> Math.abs(d) <= 0.5 ? d * d / 2 : 0.5 * (Math.abs(d) - 0.25));
    }

    @Test
    void thePseudoHuberBendsSmoothly() {
        assertIs(new Distance.PseudoHuber(0.5), 1, d -> 2 * 0.5 * (Math.sqrt(d * d + 0.25) - 0.5));
    }

    @Test
    void theScheduledOneBendsWhereItsLevelSays() {
        for (double sigma : new double[] {1e-3, 0.4, 1, 80}) {
            double delta = (1 - 0.1) / ((1 + sigma) * (1 + sigma)) + 0.1;
            assertIs(
                    new Distance.ScheduledPseudoHuber(0.1),
                    sigma,
                    d -> 2 * delta * (Math.sqrt(d * d + delta * delta) - delta));
        }
    }

    /** What makes them robust: a picture that is far off pulls no harder than one at δ. */
    @Test
    void theSlopeIsBounded() {
        Tensor far = Tensors.of(new double[] {1e3}, Shape.of(1, 1, 1, 1)).requireGrad();
        Tensor zero = far.detach().mul(0);
        new Distance.Huber(0.5).between(far, zero, zero).sum().backward();
        Tensor gradient = far.grad();
        assertThat(gradient).isNotNull();
        assertThat(gradient.item()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aNumberBetweenEqualImagesHasASlopeThatIsANumber() {
        for (Distance distance : KINDS) {
            Tensor same = Tensors.of(new double[] {2}, Shape.of(1, 1, 1, 1)).requireGrad();
            distance.between(same, same.detach(), same.detach()).sum().backward();
            Tensor gradient = same.grad();
            assertThat(gradient).isNotNull();
            assertThat(gradient.item()).as(distance.toString()).isZero();
        }
    }

    @Test
    void aNameOrADeltaThatCannotBeIsRefused() {
        assertThat(Distance.parse("l1")).isEqualTo(Distance.L1);
        assertThat(Distance.parse("L2")).isEqualTo(Distance.L2);
        assertThatThrownBy(() -> Distance.parse("l3")).hasMessageContaining("distance is l3, expected l1 or l2");
        assertThatThrownBy(() -> new Distance.Huber(0)).hasMessageContaining("delta of the distance is 0.0");
        assertThatThrownBy(() -> new Distance.PseudoHuber(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Distance.ScheduledPseudoHuber(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
