package io.sfumato.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sfumato.tensor.testkit.NoLeaks;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a graphics processor is asked for once, against what others are asked for one by one. */
@ExtendWith(NoLeaks.class)
class ForeachTest {
    private static List<Tensor> tensors(long seed) {
        return LongStream.range(0, 5)
                .mapToObj(i -> {
                    try (Rng rng = Rng.seeded(seed + i)) {
                        return rng.normal(Shape.of(i + 1, 7));
                    }
                })
                .toList();
    }

    private static List<float[]> values(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::toFloats).toList();
    }

    @Test
    void averagesFollowAsOneByOne() {
        List<Tensor> together = tensors(1);
        List<Tensor> apart = tensors(1);
        Grad.off(() -> {
            Foreach.lerpTogether(together, tensors(10), 0.3);
            Foreach.lerpInPlace(apart, tensors(10), 0.3);
        });
        assertThat(values(together)).usingRecursiveComparison().isEqualTo(values(apart));
        double first = tensors(1).get(4).toDoubles()[34];
        assertThat(apart.get(4).toDoubles()[34])
                .isCloseTo(first + 0.3 * (tensors(10).get(4).toDoubles()[34] - first), within(1e-6));
    }

    @Test
    void factorsAreThoseOfOneByOne() {
        List<Tensor> together = tensors(1);
        List<Tensor> apart = tensors(1);
        Grad.off(() -> {
            Foreach.mulTogether(together, 0.7);
            Foreach.mulInPlace(apart, 0.7);
        });
        assertThat(values(together)).usingRecursiveComparison().isEqualTo(values(apart));
        assertThat(apart.get(2).toDoubles()[3])
                .isCloseTo(0.7 * tensors(1).get(2).toDoubles()[3], within(1e-6));
    }

    @Test
    void normsAreThoseOfOneByOne() {
        List<Tensor> norms = Foreach.normsTogether(tensors(1));
        List<Tensor> apart = Foreach.norms(tensors(1));
        assertThat(norms).hasSize(5);
        for (int i = 0; i < 5; i++) {
            double expected =
                    Math.sqrt(tensors(1).get(i).to(DType.FLOAT64).square().sum().item());
            assertThat(norms.get(i).rank()).isZero();
            assertThat(norms.get(i).item()).isCloseTo(expected, within(1e-5));
            assertThat(apart.get(i).item()).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void noTensorsAreNoWork() {
        Foreach.lerpInPlace(List.of(), List.of(), 0.5);
        Foreach.mulInPlace(List.of(), 0.5);
        assertThat(Foreach.norms(List.of())).isEmpty();
    }
}
