package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class MeterTest {
    private static Tensor zeros(long... sizes) {
        return Tensors.zeros(Shape.of(sizes), Placement.FLOAT32);
    }

    private static Meter.Cost cost(Runnable work, Meter.Kind kind) {
        Map<Meter.Kind, Meter.Cost> costs = Meter.of(work);
        assertThat(costs).containsOnlyKeys(kind);
        return costs.get(kind);
    }

    @Test
    void aLinearMapTakesTwoOperationsForEachWeightAndToken() {
        Meter.Cost cost = cost(() -> Functional.linear(zeros(5, 7, 32), zeros(48, 32), null), Meter.Kind.LINEAR);
        assertThat(cost.calls()).isOne();
        assertThat(cost.operations()).isEqualTo(2.0 * 35 * 32 * 48);
        assertThat(cost.seconds()).isPositive();
    }

    @Test
    void aConvolutionTakesTwoOperationsForEachWeightAndPlace() {
        Runnable convolving = () -> Functional.conv2d(zeros(2, 3, 9, 6), zeros(5, 3, 3, 3), null, 2, 1);
        assertThat(cost(convolving, Meter.Kind.CONVOLUTION).operations()).isEqualTo(2.0 * (5 * 3 * 9) * 2 * (5 * 3));
    }

    @Test
    void aConvolutionThatSeesOnePixelIsAKindOfItsOwn() {
        Runnable convolving = () -> Functional.conv2d(zeros(2, 3, 9, 6), zeros(5, 3, 1, 1), null, 1, 0);
        assertThat(cost(convolving, Meter.Kind.POINTWISE).operations()).isEqualTo(2.0 * (5 * 3) * 2 * (9 * 6));
    }

    @Test
    void attentionTakesTwoProducts() {
        Runnable attending = () -> Attention.of(zeros(3, 400, 16), zeros(3, 77, 16), zeros(3, 77, 16), 0.25);
        assertThat(cost(attending, Meter.Kind.ATTENTION).operations()).isEqualTo(2.0 * 2 * 3 * 400 * 77 * 16);
    }

    @Test
    void aProductOfMatricesIsCountedForEachOfABatch() {
        Runnable multiplying = () -> zeros(4, 5, 6).matmul(zeros(4, 6, 7));
        assertThat(cost(multiplying, Meter.Kind.PRODUCT).operations()).isEqualTo(2.0 * 4 * 5 * 6 * 7);
        Runnable oneColumn = () -> zeros(5, 6).matmul(zeros(6));
        assertThat(cost(oneColumn, Meter.Kind.PRODUCT).operations()).isEqualTo(2.0 * 5 * 6);
    }

    @Test
    void whatOnlyRunsThroughMemoryTakesTimeAlone() {
        Map<Meter.Kind, Meter.Cost> costs = Meter.of(() -> {
            Functional.silu(Functional.groupNorm(zeros(1, 32, 4, 4), 32, zeros(32), zeros(32), 1e-5));
            Functional.layerNorm(zeros(4, 32), zeros(32), zeros(32), 1e-5);
        });
        assertThat(costs).containsOnlyKeys(Meter.Kind.NORM, Meter.Kind.ACTIVATION);
        assertThat(costs.get(Meter.Kind.NORM).calls()).isEqualTo(2);
        assertThat(costs.values()).allMatch(cost -> cost.operations() == 0);
    }

    @Test
    void bandsOfALargeMapCountLittleMoreThanTheWholeMap() {
        Shape map = Shape.of(1, 32, 1024, 160);
        Convolution kernel = new Convolution(zeros(32, 32, 3, 3), null);
        Meter.Cost cost = Grad.off(() -> cost(
                () -> FeatureMaps.convolve(Tensors.zeros(map, Placement.FLOAT32), kernel), Meter.Kind.CONVOLUTION));
        double whole = 2.0 * 32 * 32 * 9 * 1024 * 160;
        assertThat(cost.calls()).isGreaterThan(1);
        assertThat(cost.operations()).isBetween(whole, 1.05 * whole);
    }

    @Test
    void aMeterInsideAnotherLeavesItRunning() {
        Meter.Cost cost = cost(
                () -> {
                    Meter.of(() -> Functional.relu(zeros(2)));
                    Functional.relu(zeros(2));
                },
                Meter.Kind.ACTIVATION);
        assertThat(cost.calls()).isOne();
    }

    @Test
    void workThatFailsStopsTheMeter() {
        assertThatThrownBy(() -> Meter.of(() -> Functional.linear(zeros(2, 3), zeros(4, 5), null)))
                .isInstanceOf(RuntimeException.class);
        assertThat(Meter.of(() -> {})).isEmpty();
    }
}
