package io.sfumato.condition;

import static io.sfumato.tensor.testkit.TensorAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sfumato.nn.Heads;
import io.sfumato.tensor.DType;
import io.sfumato.tensor.Device;
import io.sfumato.tensor.Placement;
import io.sfumato.tensor.Rng;
import io.sfumato.tensor.Shape;
import io.sfumato.tensor.Tensor;
import io.sfumato.tensor.Tensors;
import io.sfumato.tensor.testkit.NoLeaks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ConditionTest {
    private static Tensor filled(double value, long... sizes) {
        return Tensors.full(Shape.of(sizes), value, Placement.FLOAT32);
    }

    private static Condition whole(double value, int count) {
        return Condition.none()
                .withContext(filled(value, count, 2, 3))
                .withVector(filled(10 * value, count, 4))
                .withConcat(filled(100 * value, count, 1, 2, 2));
    }

    @Test
    void everyPartIsAbsentUntilItIsGiven() {
        assertThat(Condition.none().context()).isEmpty();
        assertThat(Condition.none().vector()).isEmpty();
        assertThat(Condition.none().concat()).isEmpty();
        Condition vector = Condition.none().withVector(filled(1, 1, 4));
        assertThat(vector.vector()).isPresent();
        assertThat(vector.context()).isEmpty();
        assertThat(Condition.none().vector()).as("the original is as it was").isEmpty();
    }

    @Test
    void labelsGoToAnotherDeviceAndStayWholeNumbers() {
        Condition moved = Condition.none()
                .withLabels(Tensors.of(new long[] {3, 4}, Shape.of(2)))
                .to(Placement.BFLOAT16.on(Device.META));
        assertThat(moved.labels().orElseThrow().placement()).isEqualTo(Placement.INT64.on(Device.META));
    }

    @Test
    void everyPartButTheLabelsTakesAnotherPrecision() {
        Condition coarse = whole(1, 1)
                .withLabels(Tensors.of(new long[] {999}, Shape.of(1)))
                .to(Placement.BFLOAT16);
        assertThat(coarse.context().orElseThrow().dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(coarse.vector().orElseThrow().dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(coarse.concat().orElseThrow().dtype()).isEqualTo(DType.BFLOAT16);
        assertThat(coarse.labels().orElseThrow().toLongs())
                .as("bfloat16 has no 999")
                .containsExactly(999);
        assertThat(Condition.none().to(Placement.BFLOAT16).context()).isEmpty();
    }

    @Test
    void partsOfTwoConditionsAreJoinedUnlessBothHaveOne() {
        Condition context = Condition.none().withContext(filled(1, 2, 2, 3));
        Condition concat = Condition.none().withConcat(filled(2, 2, 1, 2, 2));
        Condition both = context.and(concat);
        assertThat(both.context()).isEqualTo(context.context());
        assertThat(both.concat()).isEqualTo(concat.concat());
        assertThat(both.vector()).isEmpty();
        assertThatThrownBy(() -> both.and(concat))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("both conditions have a concat");
    }

    @Test
    void twoConditionersHearAPairAndNothingElse() {
        Conditioner hybrid = new HybridConditioner(new LowResolutionConditioner(), new LabelConditioner(3));
        Cue pair = new PairOfCues(new LowResolution(filled(1, 3, 2, 2)), new ClassLabel(2));
        Condition heard = hybrid.encode(List.of(pair, pair));
        assertThat(heard.concat().orElseThrow().shape()).isEqualTo(Shape.of(2, 3, 2, 2));
        assertThat(heard.labels().orElseThrow().toLongs()).containsExactly(2, 2);
        assertThatThrownBy(() -> hybrid.encode(List.of(new ClassLabel(2))))
                .isInstanceOf(ConditionException.class)
                .hasMessage("this model is told a pair of cues, got a class label");
    }

    @Test
    void aBatchMayBeFollowedByAnother() {
        Condition both = whole(1, 2).followedBy(whole(2, 1));
        assertThat(both.context().orElseThrow().shape()).isEqualTo(Shape.of(3, 2, 3));
        assertThat(both.vector().orElseThrow().select(1, 0).toDoubles()).containsExactly(10, 10, 20);
        assertThat(both.concat().orElseThrow().select(0, 2).toDoubles()).containsOnly(200);
        assertThat(Condition.none().followedBy(Condition.none()).context()).isEmpty();
    }

    @Test
    void contextsOfDifferentLengthsAreRepeatedUntilTheyAreOfOne() {
        Tensor two = Tensors.of(new double[] {1, 2}, Shape.of(1, 2, 1));
        Tensor three = Tensors.of(new double[] {3, 4, 5}, Shape.of(1, 3, 1));
        Condition both =
                Condition.none().withContext(two).followedBy(Condition.none().withContext(three));
        assertThat(both.context().orElseThrow().shape()).isEqualTo(Shape.of(2, 6, 1));
        assertThat(both.context().orElseThrow().toDoubles()).containsExactly(1, 2, 1, 2, 1, 2, 3, 4, 5, 3, 4, 5);
        Tensor one = Tensors.of(new double[] {6}, Shape.of(1, 1, 1));
        Condition longer =
                Condition.none().withContext(three).followedBy(Condition.none().withContext(one));
        assertThat(longer.context().orElseThrow().toDoubles()).containsExactly(3, 4, 5, 6, 6, 6);
    }

    @Test
    void aRepeatedContextIsHeardAsBefore() {
        try (Rng rng = Rng.seeded(1)) {
            Tensor q = rng.normal(Shape.of(1, 4, 6)).to(DType.FLOAT64);
            Tensor k = rng.normal(Shape.of(1, 2, 6)).to(DType.FLOAT64);
            Tensor v = rng.normal(Shape.of(1, 2, 6)).to(DType.FLOAT64);
            Tensor heard = Heads.attend(q, k, v, 2);
            Tensor again = Heads.attend(q, Tensors.cat(1, k, k, k), Tensors.cat(1, v, v, v), 2);
            assertClose(again, heard, 1e-14);
        }
    }

    @Test
    void batchesOfDifferentKindsDoNotFollowEachOther() {
        Condition vector = Condition.none().withVector(filled(1, 1, 4));
        for (Condition other : List.of(Condition.none(), whole(1, 1))) {
            assertThatThrownBy(() -> vector.followedBy(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one of two conditions has a");
        }
    }

    @Test
    void onlyTheConcatenatedPartIsStretchedToOtherSides() {
        Condition stretched = whole(1, 2).stretched(4, 6);
        assertThat(stretched.concat().orElseThrow().shape()).isEqualTo(Shape.of(2, 1, 4, 6));
        assertThat(stretched.concat().orElseThrow().toDoubles()).containsOnly(100);
        assertThat(stretched.context().orElseThrow().shape()).isEqualTo(Shape.of(2, 2, 3));
        Condition fitting = whole(1, 2);
        assertThat(fitting.stretched(2, 2)).isSameAs(fitting);
        assertThat(Condition.none().stretched(4, 4).concat()).isEmpty();
    }

    @Test
    void aConditionShowsItsTensors() {
        List<Tensor> seen = new ArrayList<>();
        Condition condition = whole(1, 1);
        condition.forEachTensor(seen::add);
        assertThat(seen)
                .containsExactly(
                        condition.context().orElseThrow(),
                        condition.vector().orElseThrow(),
                        condition.concat().orElseThrow());
        seen.clear();
        Condition.none().forEachTensor(seen::add);
        assertThat(seen).isEmpty();
    }
}
