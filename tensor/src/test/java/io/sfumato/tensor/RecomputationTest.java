package io.sfumato.tensor;

import static io.sfumato.tensor.testkit.TensorAssert.relativeDifference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class RecomputationTest {
    private static final long WIDTH = 16;

    private int runs;

    /** A small network: what its loss is, for a batch. */
    private interface Net {
        Tensor loss(Weights weights, Tensor x);
    }

    private final class Weights {
        private final List<Tensor> all = new ArrayList<>();

        Weights(DType dtype) {
            try (Rng rng = Rng.seeded(3)) {
                for (int i = 0; i < 6; i++) {
                    all.add(rng.normal(Shape.of(WIDTH, WIDTH))
                            .mul(0.3)
                            .to(dtype)
                            .requireGrad());
                }
            }
        }

        /** x + silu(x · wᵀ): it uses its input twice. */
        Tensor residual(int i, Tensor x) {
            return block(List.of(x), in -> in.get(0).add(linear(i, in.get(0))));
        }

        /** The same, but it hears something else too. */
        Tensor heard(int i, Tensor x, Tensor told) {
            return block(
                    List.of(x, told), in -> in.get(0).add(linear(i, in.get(0).mul(in.get(1)))));
        }

        private Tensor block(List<Tensor> inputs, Function<List<Tensor>, Tensor> block) {
            return Recomputation.of(inputs, in -> {
                runs++;
                return block.apply(in);
            });
        }

        Tensor linear(int i, Tensor x) {
            return Functional.silu(Functional.linear(x, all.get(i), null));
        }
    }

    private static Tensor chain(Weights weights, Tensor x) {
        Tensor h = weights.linear(0, x);
        for (int i = 1; i < 5; i++) {
            h = weights.residual(i, h);
        }
        return weights.linear(5, h).square().mean();
    }

    /** Down, a middle, and up again with what was on the way down, as in a U-Net. */
    private static Tensor skips(Weights weights, Tensor x) {
        Tensor told = weights.linear(0, x); // has a history, is heard by every block and by the loss
        Tensor first = weights.heard(1, x.mul(2), told);
        Tensor second = weights.heard(2, first, told);
        Tensor middle = weights.heard(3, second, told);
        Tensor up = weights.heard(4, middle.add(second), told);
        Tensor last = weights.heard(5, up.add(first.mul(0.5)), told);
        return last.square().mean().add(told.mean());
    }

    private static Tensor batch(DType dtype) {
        try (Rng rng = Rng.seeded(4)) {
            return rng.normal(Shape.of(8, WIDTH)).to(dtype);
        }
    }

    private List<Tensor> plain(Net net, DType dtype) {
        Weights weights = new Weights(dtype);
        net.loss(weights, batch(dtype)).backward();
        return gradients(weights);
    }

    private List<Tensor> recomputed(Net net, DType dtype) {
        Weights weights = new Weights(dtype);
        try (Recomputation open = Recomputation.open()) {
            open.backward(net.loss(weights, batch(dtype)));
        }
        return gradients(weights);
    }

    private static List<Tensor> gradients(Weights weights) {
        return weights.all.stream()
                .map(weight -> Objects.requireNonNull(weight.grad()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void gradientsOfAChainOfBlocksAreTheSameBitByBit(DType dtype) {
        List<Tensor> expected = plain(RecomputationTest::chain, dtype);
        assertThat(runs).isEqualTo(4);
        List<Tensor> actual = recomputed(RecomputationTest::chain, dtype);
        assertThat(runs).as("once for the loss, and once for the gradient").isEqualTo(4 + 8);
        for (int i = 0; i < 6; i++) {
            assertThat(actual.get(i).toDoubles())
                    .containsExactly(expected.get(i).toDoubles());
        }
    }

    /** Where a block uses a skipped input twice, a + (b + c) is summed instead of (a + b) + c. */
    @Test
    void gradientsThroughSkipsAndWhatEveryBlockHearsAreTheSameUpToTheOrderOfSums() {
        assertClose(DType.FLOAT64, 1e-14);
        assertClose(DType.FLOAT32, 1e-6);
    }

    private void assertClose(DType dtype, double tolerance) {
        List<Tensor> expected = plain(RecomputationTest::skips, dtype);
        List<Tensor> actual = recomputed(RecomputationTest::skips, dtype);
        for (int i = 0; i < 6; i++) {
            assertThat(relativeDifference(actual.get(i), expected.get(i))).isLessThan(tolerance);
        }
    }

    @Test
    void gradientsAddUpOverTheMicroBatchesOfAStep() {
        Weights weights = new Weights(DType.FLOAT64);
        try (Recomputation open = Recomputation.open()) {
            open.backward(skips(weights, batch(DType.FLOAT64)));
            open.backward(skips(weights, batch(DType.FLOAT64)));
        }
        List<Tensor> once = plain(RecomputationTest::skips, DType.FLOAT64);
        for (int i = 0; i < 6; i++) {
            assertThat(relativeDifference(gradients(weights).get(i), once.get(i).mul(2)))
                    .isLessThan(1e-14);
        }
    }

    @Test
    void blocksSimplyRunWhereNothingIsOpenOrRecorded() {
        Weights weights = new Weights(DType.FLOAT64);
        assertThat(weights.residual(1, batch(DType.FLOAT64)).isLeaf()).isFalse();
        try (Recomputation open = Recomputation.open()) {
            Tensor unrecorded = Grad.off(() -> weights.residual(1, batch(DType.FLOAT64)));
            assertThat(unrecorded.requiresGrad()).isFalse();
            assertThat(weights.residual(1, batch(DType.FLOAT64)).isLeaf())
                    .as("cut")
                    .isTrue();
        }
        assertThat(weights.residual(1, batch(DType.FLOAT64)).isLeaf()).isFalse();
    }

    @Test
    void blocksThatTheLossDoesNotDependOnAreNotRunAgain() {
        Weights weights = new Weights(DType.FLOAT64);
        try (Recomputation open = Recomputation.open()) {
            Tensor wanted = weights.residual(1, batch(DType.FLOAT64));
            weights.residual(2, wanted);
            open.backward(wanted.mean());
        }
        assertThat(runs).isEqualTo(3);
        assertThat(weights.all.get(1).grad()).isNotNull();
        assertThat(weights.all.get(2).grad()).isNull();
    }

    @Test
    void aBlockInsideOfABlockIsPartOfIt() {
        Weights weights = new Weights(DType.FLOAT64);
        Tensor x = batch(DType.FLOAT64);
        Function<Tensor, Tensor> nested =
                in -> Recomputation.of(List.of(in), inner -> weights.residual(2, weights.residual(1, inner.get(0))));
        nested.apply(x).square().mean().backward();
        List<double[]> expected = List.of(1, 2).stream()
                .map(i -> Objects.requireNonNull(weights.all.get(i).grad()).toDoubles())
                .toList();
        weights.all.forEach(Tensor::clearGrad);
        runs = 0;
        try (Recomputation open = Recomputation.open()) {
            open.backward(nested.apply(x).square().mean());
        }
        assertThat(runs).isEqualTo(4);
        for (int i = 1; i < 3; i++) {
            assertThat(Objects.requireNonNull(weights.all.get(i).grad()).toDoubles())
                    .containsExactly(expected.get(i - 1));
        }
    }

    @Test
    void aFrozenBlockPassesTheGradientOn() {
        Weights weights = new Weights(DType.FLOAT64);
        weights.all.get(2).freeze();
        try (Recomputation open = Recomputation.open()) {
            Tensor h = weights.residual(2, weights.residual(1, batch(DType.FLOAT64)));
            Tensor frozen = Recomputation.of(
                    List.of(batch(DType.FLOAT64)), in -> in.get(0).mul(2));
            open.backward(h.add(frozen).mean());
        }
        assertThat(weights.all.get(1).grad()).isNotNull();
        assertThat(weights.all.get(2).grad()).isNull();
    }

    @Test
    void whatABlockMakesOnTheWayDiesWithIt() {
        Weights weights = new Weights(DType.FLOAT64);
        Tensor x = batch(DType.FLOAT64);
        Function<List<Tensor>, Tensor> wasteful = in -> {
            Tensor h = in.get(0);
            for (int i = 0; i < 20; i++) {
                h = weights.linear(1, h);
            }
            return h;
        };
        long before = Pointer.totalCount();
        Recomputation.of(List.of(x), wasteful);
        long kept = Pointer.totalCount() - before;
        try (Recomputation open = Recomputation.open()) {
            before = Pointer.totalCount();
            Recomputation.of(List.of(x), wasteful);
            assertThat(Pointer.totalCount() - before).isLessThan(kept / 10);
        }
    }

    @Test
    void afterAFailureItCanBeUsedAgain() {
        Weights weights = new Weights(DType.FLOAT64);
        Tensor x = batch(DType.FLOAT64);
        try (Recomputation open = Recomputation.open()) {
            Tensor broken = Recomputation.of(List.of(x), in -> {
                if (runs++ > 0) {
                    throw new IllegalStateException("on purpose");
                }
                return in.get(0);
            });
            assertThatThrownBy(() -> open.backward(broken.mean())).hasMessage("on purpose");
            open.backward(weights.residual(1, x).mean());
        }
        assertThat(weights.all.get(1).grad()).isNotNull();
    }

    @Test
    void twoAtOnceAreRefused() {
        try (Recomputation open = Recomputation.open()) {
            assertThatThrownBy(Recomputation::open).hasMessageContaining("open on this thread already");
        }
        Recomputation.open().close();
    }
}
