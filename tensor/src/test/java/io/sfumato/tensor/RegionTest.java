package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class RegionTest {
    private static final Shape SHAPE = Shape.of(2, 3);

    private record Pair(Tensor first, Tensor second) implements Held {
        @Override
        public void forEachTensor(Consumer<Tensor> visitor) {
            visitor.accept(first);
            visitor.accept(second);
        }
    }

    private static Tensor filled(double value) {
        return Tensors.full(SHAPE, value, Placement.FLOAT32);
    }

    private static void assertAlive(Tensor tensor, double value) {
        assertThat(tensor.toDoubles()).containsOnly(value);
    }

    private static void assertClosed(Tensor tensor) {
        assertThatThrownBy(tensor::shape).isInstanceOf(TensorException.class);
    }

    @Test
    void tensorsDieWithTheirRegion() {
        Tensor tensor;
        try (Region region = Region.open()) {
            tensor = filled(1);
            assertAlive(tensor, 1);
        }
        assertClosed(tensor);
    }

    @Test
    void aTensorOfAnOuterRegionSurvivesTheInnerOne() {
        Tensor outer = filled(1);
        try (Region region = Region.open()) {
            assertAlive(outer.add(1), 2);
        }
        assertAlive(outer, 1);
    }

    @Test
    void useAfterTheCloseSaysWhatToDo() {
        Tensor dead = Region.computing(() -> filled(1));
        Tensor alive = filled(2);
        assertThatThrownBy(() -> dead.add(1))
                .isInstanceOf(TensorException.class)
                .hasMessageContaining("after the region that owned it closed")
                .hasMessageContaining("Region.keep");
        assertThatThrownBy(() -> alive.add(dead)).isInstanceOf(TensorException.class);
        assertThatThrownBy(dead::toFloats).isInstanceOf(TensorException.class);
        assertThatThrownBy(dead::item).isInstanceOf(TensorException.class);
        assertThatThrownBy(() -> Tensors.cat(0, alive, dead)).isInstanceOf(TensorException.class);
        assertThatThrownBy(() -> Functional.linear(alive, alive, dead)).isInstanceOf(TensorException.class);
        assertThat(dead).hasToString("Tensor[closed]");
        assertThat(alive).hasToString("Tensor[2, 3] FLOAT32");
    }

    @Test
    void whatIsKeptMovesToTheRegionAround() {
        Tensor kept;
        Tensor other;
        try (Region outer = Region.open()) {
            try (Region inner = Region.open()) {
                kept = inner.keep(filled(1));
                other = filled(2);
            }
            assertAlive(kept, 1);
            assertClosed(other);
        }
        assertClosed(kept);
    }

    @Test
    void nothingCanBeKeptWithoutARegionAround() {
        CompletableFuture.runAsync(() -> {
                    try (Region region = Region.open()) {
                        Tensor tensor = filled(1);
                        assertThatThrownBy(() -> region.keep(tensor))
                                .isInstanceOf(TensorException.class)
                                .hasMessageContaining("no region is open around this one");
                    }
                    assertThat(Region.isOpen()).isFalse();
                })
                .join();
    }

    @Test
    void regionsBelongToTheirThread() {
        assertThat(Region.isOpen()).isTrue();
        assertThat(CompletableFuture.supplyAsync(Region::isOpen).join()).isFalse();
    }

    @Test
    void returningKeepsTheResultAlone() {
        Tensor[] intermediate = new Tensor[1];
        Pair result = Region.returning(() -> {
            intermediate[0] = filled(1);
            return new Pair(intermediate[0].add(1), intermediate[0].add(2));
        });
        assertClosed(intermediate[0]);
        assertAlive(result.first(), 2);
        assertAlive(result.second(), 3);
    }

    @Test
    void returningATensorFromOutsideLeavesItToItsOwnRegion() {
        Tensor outside = filled(1);
        long before = Pointer.totalCount();
        try (Region region = Region.open()) {
            Tensor same = Region.returning(() -> outside);
            assertThat(same).isSameAs(outside);
        }
        assertAlive(outside, 1);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void computingKeepsNothing() {
        long before = Pointer.totalCount();
        double sum = Region.computing(() -> filled(1).sum().item());
        assertThat(sum).isEqualTo(6);
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void replacingClosesTheOldValueAndKeepsTheNew() {
        Tensor old = filled(1);
        Tensor next = Region.replacing(old, now -> now.add(1).add(1));
        assertAlive(next, 3);
        assertClosed(old);
    }

    @Test
    void replacingKeepsWhatOldAndNewShare() {
        Pair old = new Pair(filled(1), filled(2));
        Pair next =
                Region.replacing(old, now -> new Pair(now.second(), now.first().add(2)));
        assertClosed(old.first());
        assertAlive(next.first(), 2);
        assertAlive(next.second(), 3);
    }

    @Test
    void replacingAValueByItselfChangesNothing() {
        Tensor value = filled(1);
        assertThat(Region.replacing(value, now -> now)).isSameAs(value);
        assertAlive(value, 1);
    }

    @Test
    void aLoopOfReplacementsHoldsOneState() {
        Tensor state = filled(0);
        long before = Pointer.totalCount();
        for (int i = 0; i < 20; i++) {
            state = Region.replacing(state, now -> now.add(1).mul(1));
            assertThat(Pointer.totalCount()).isEqualTo(before);
        }
        assertAlive(state, 20);
    }

    @Test
    void anExceptionClosesItsRegionAndNoOther() {
        Tensor outside = filled(1);
        long before = Pointer.totalCount();
        assertThatThrownBy(() -> Region.returning(() -> failing(outside))).hasMessage("on purpose");
        assertThatThrownBy(() -> Region.replacing(outside, RegionTest::failing)).hasMessage("on purpose");
        assertThatThrownBy(() -> Region.computing(() -> failing(outside))).hasMessage("on purpose");
        assertThat(Pointer.totalCount()).isEqualTo(before);
        assertAlive(outside, 1);
        Tensor[] born = new Tensor[1];
        try (Region region = Region.open()) {
            born[0] = filled(2);
        }
        assertClosed(born[0]);
        assertAlive(filled(3), 3);
    }

    private static Tensor failing(Tensor x) {
        x.add(1);
        throw new IllegalStateException("on purpose");
    }

    @Test
    void whatIsPinnedLivesUntilItIsClosed() {
        long before = Pointer.totalCount();
        Tensor pinned = Region.computing(() -> filled(1).pin());
        assertAlive(pinned, 1);
        assertThat(Pointer.totalCount()).isEqualTo(before + 1);
        pinned.close();
        assertClosed(pinned);
        assertThat(Pointer.totalCount()).isEqualTo(before);
        pinned.close();
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }

    @Test
    void aPinnedTensorMayPassThroughRegions() {
        Tensor pinned = Region.computing(() -> filled(1).pin());
        try (Region region = Region.open()) {
            Tensor same = Region.returning(() -> pinned);
            assertAlive(same, 1);
        }
        assertAlive(pinned, 1);
        pinned.close();
        assertClosed(pinned);
    }

    @Test
    void aTensorMayBeClosedBeforeItsRegion() {
        long before = Pointer.totalCount();
        try (Region region = Region.open()) {
            Tensor tensor = filled(1);
            tensor.close();
            assertClosed(tensor);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before + 10);
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}
